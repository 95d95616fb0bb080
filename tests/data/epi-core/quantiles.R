# Quantiles by R, 17 digits:  Rscript quantiles.R > quantiles.csv   (R 4.2.2)
say <- function(name, a, b, p, value)
  cat(sprintf("%s,%.17g,%.17g,%.17g,%.17g\n", name, a, b, p, value))
cat("function,a,b,p,value\n")
tails <- c(1e-200, 1e-20, 1e-6, 0.001, 0.025, 0.2, 0.5, 0.77, 0.975, 0.9999)
for (p in tails) {
  for (lower in c(TRUE, FALSE)) {
    to <- if (lower) ".lower" else ".upper"
    for (a in c(0.2, 1, 2.5, 12, 150, 9000)) {
      say(paste0("gamma", to), a, 1.7, p, qgamma(p, a, scale = 1.7, lower.tail = lower))
      say(paste0("weibull", to), a, 1.7, p, qweibull(p, a, 1.7, lower.tail = lower))
      say(paste0("t", to), a, 0, p, qt(p, a, lower.tail = lower))
      say(paste0("poisson", to), a, 0, p, qpois(p, a, lower.tail = lower))
      for (b in c(0.3, 1, 4.5, 80)) {
        say(paste0("beta", to), a, b, p, qbeta(p, a, b, lower.tail = lower))
        say(paste0("f", to), a, b, p, qf(p, a, b, lower.tail = lower))
        say(paste0("nbinom", to), a, b, p, qnbinom(p, size = b, mu = a, lower.tail = lower))
      }
      for (b in c(0.003, 0.3, 0.9)) say(paste0("binom", to), ceiling(a), b, p, qbinom(p, ceiling(a), b, lower.tail = lower))
    }
    say(paste0("normal", to), 1.5, 0.7, p, qnorm(p, 1.5, 0.7, lower.tail = lower))
    say(paste0("lnorm", to), 0.3, 0.6, p, qlnorm(p, 0.3, 0.6, lower.tail = lower))
  }
}
