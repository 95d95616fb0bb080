# Two by two tables by R:  Rscript reference.R > reference.csv   (R 4.2.2)
# fisher.test, chisq.test and mantelhaen.test are R's own. Katz, Koopman, Newcombe and the mid-P values are computed here from
# their definitions, by maximisation and root finding, not from closed forms.
foods <- read.csv("oswego.csv")
tables <- rbind(as.matrix(foods[, -1]),
  c(0, 9, 5, 8), c(7, 3, 0, 12), c(1, 0, 2, 7), c(10, 0, 0, 10), c(250, 750, 120, 1880), c(3, 1997, 1, 1999), c(12, 5, 12, 5))
z <- qnorm(0.975)
score <- function(phi, a, m, c, n) { # Koopman: likeliest risks with p1 = phi p2, then Pearson's statistic
  upper <- min(1, 1 / phi)
  ll <- function(q) sum(dbinom(c(a, c), c(m, n), c(min(1, phi * q), q), log = TRUE))
  slope <- function(q) (a + c) / q - phi * (m - a) / (1 - phi * q) - (n - c) / (1 - q)
  q <- uniroot(slope, c(1e-14, upper * (1 - 1e-14)), tol = 1e-16)$root
  p <- phi * q
  (a - m * p)^2 / (m * p * (1 - p)) + (c - n * q)^2 / (n * q * (1 - q))
}
koopman <- function(a, b, c, d) {
  m <- a + b; n <- c + d
  f <- function(l) score(exp(l), a, m, c, n) - z^2
  if (a == 0) return(c(0, exp(uniroot(f, c(-20, 10), tol = 1e-13)$root)))
  if (c == 0) return(c(exp(uniroot(f, c(-10, 20), tol = 1e-13)$root), Inf))
  e <- log((a / m) / (c / n))
  c(exp(uniroot(f, c(e - 12, e - 1e-9), tol = 1e-13)$root), exp(uniroot(f, c(e + 1e-9, e + 12), tol = 1e-13)$root))
}
wilson <- function(x, n) as.numeric(prop.test(x, n, correct = FALSE)$conf.int)
say <- function(i, name, value) cat(sprintf("%d,%s,%.17g\n", i, name, value))
cat("table,measure,value\n")
for (i in seq_len(nrow(tables))) {
  a <- tables[i, 1]; b <- tables[i, 2]; c <- tables[i, 3]; d <- tables[i, 4]
  say(i, "a", a); say(i, "b", b); say(i, "c", c); say(i, "d", d)
  t <- matrix(c(a, c, b, d), 2)
  f <- fisher.test(t)
  say(i, "fisher_p", f$p.value); say(i, "or_conditional", f$estimate)
  say(i, "or_lower", f$conf.int[1]); say(i, "or_upper", f$conf.int[2])
  x <- dhyper(a, a + b, c + d, a + c)
  say(i, "fisher_mid_p", f$p.value - x / 2)
  say(i, "chi2", suppressWarnings(chisq.test(t, correct = FALSE)$statistic))
  say(i, "chi2_yates", suppressWarnings(chisq.test(t)$statistic))
  say(i, "chi2_p", suppressWarnings(chisq.test(t, correct = FALSE)$p.value))
  if (a > 0 && c > 0) {
    rr <- (a / (a + b)) / (c / (c + d)); se <- sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    say(i, "rr", rr); say(i, "katz_lower", rr * exp(-z * se)); say(i, "katz_upper", rr * exp(z * se))
  }
  if (!(b == 0 || d == 0)) { k <- koopman(a, b, c, d); say(i, "koopman_lower", k[1]); say(i, "koopman_upper", k[2]) }
  p <- a / (a + b); q <- c / (c + d); w <- wilson(a, a + b); v <- wilson(c, c + d)
  say(i, "difference", p - q)
  say(i, "difference_lower", p - q - sqrt((p - w[1])^2 + (v[2] - q)^2))
  say(i, "difference_upper", p - q + sqrt((w[2] - p)^2 + (q - v[1])^2))
}
# Three strata: tables 1, 2 and 12.
cube <- array(0, c(2, 2, 3)); k <- 0
for (i in c(1, 2, 12)) { k <- k + 1; cube[, , k] <- matrix(tables[i, c(1, 3, 2, 4)], 2) }
m <- mantelhaen.test(cube, correct = FALSE)
say(0, "mh_or", m$estimate); say(0, "mh_or_lower", m$conf.int[1]); say(0, "mh_or_upper", m$conf.int[2])
say(0, "mh_chi2", m$statistic); say(0, "mh_p", m$p.value)
A <- cube[1, 1, ]; B <- cube[1, 2, ]; C <- cube[2, 1, ]; D <- cube[2, 2, ]; N <- A + B + C + D
R <- A * (C + D) / N; S <- C * (A + B) / N
v <- sum(((A + B) * (C + D) * (A + C) - A * C * N) / N^2) / (sum(R) * sum(S))
say(0, "mh_rr", sum(R) / sum(S)); say(0, "mh_rr_lower", sum(R) / sum(S) * exp(-z * sqrt(v)))
say(0, "mh_rr_upper", sum(R) / sum(S) * exp(z * sqrt(v)))
