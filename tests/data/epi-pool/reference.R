# Prevalence from pools by R, from definitions:  Rscript reference.R > estimates.csv   (R 4.2.2)
# Likelihood, derivatives by finite sums or D(), root finding by uniroot; nothing shared with the program under test.
z <- qnorm(0.975)
cases <- list(
  list(size = 10, n = 120, x = 3, se = 1, sp = 1),
  list(size = c(1, 5, 10, 20), n = c(30, 25, 40, 6), x = c(0, 1, 4, 2), se = 1, sp = 1),
  list(size = c(5, 50), n = c(12, 9), x = c(1, 7), se = 1, sp = 1),
  list(size = 5, n = 10, x = 0, se = 1, sp = 1),
  list(size = 5, n = 10, x = 10, se = 1, sp = 1),
  list(size = c(4, 8), n = c(50, 60), x = c(6, 15), se = 0.9, sp = 0.98),
  list(size = 20, n = 200, x = 37, se = 0.85, sp = 0.995))
prob <- expression((1 - sp) + (se + sp - 1) * (1 - (1 - p)^s))
first <- D(prob[[1]], "p"); second <- D(first, "p")
at <- function(e, p, s, se, sp) { v <- eval(e, list(p = p, s = s, se = se, sp = sp)); rep(v, length.out = length(s)) }
say <- function(i, name, value) cat(sprintf("%d,%s,%.17g\n", i, name, value))
cat("case,measure,value\n")
for (i in seq_along(cases)) with(cases[[i]], {
  root <- function(f, low = 1e-9, high = 1 - exp(-25 / max(size))) uniroot(f, c(low, high), tol = 1e-16, maxiter = 10000)$root
  P <- function(p) at(prob[[1]], p, size, se, sp); P1 <- function(p) at(first, p, size, se, sp)
  P2 <- function(p) at(second, p, size, se, sp)
  V <- function(p) P(p) * (1 - P(p))
  U <- function(p) sum((x - n * P(p)) * P1(p) / V(p))
  I <- function(p) sum(n * P1(p)^2 / V(p))
  bias <- function(p) -sum(n * P1(p) * P2(p) / V(p)) / (2 * I(p)^2)
  skew <- function(p) sum(n * P1(p)^3 * (1 - 2 * P(p)) / V(p)^2) / I(p)^1.5
  l <- function(p) sum(dbinom(x, n, P(p), log = TRUE))
  none <- all(x == 0); all <- all(x == n)
  mle <- if (none) 0 else if (all) 1 else root(U)
  say(i, "mle", mle)
  say(i, "gart", if (none || all) mle else mle - bias(mle))
  say(i, "firth", if (none) 0 else root(function(p) U(p) - I(p) * bias(p)))
  top <- if (all) 0 else l(mle)
  d <- qchisq(0.95, 1) / 2
  say(i, "profile_lower", if (none) 0 else uniroot(function(p) top - l(p) - d, c(1e-12, min(mle, 1 - 1e-6)), tol = 1e-15)$root)
  say(i, "profile_upper", if (all) 1 else uniroot(function(p) top - l(p) - d, c(max(mle, 1e-12), 0.999), tol = 1e-15)$root)
  s <- function(p) U(p) / sqrt(I(p))
  k <- function(p) s(p) - skew(p) * (z^2 - 1) / 6
  say(i, "score_lower", if (none) 0 else root(function(p) s(p) - z)); say(i, "score_upper", if (all) 1 else root(function(p) s(p) + z))
  # Without a positive (or a negative) pool the statistic turns where (z^2 - 1)/6 of them are expected; the end lies beyond.
  turn <- function(count) if (length(size) == 1) 1 - (1 - count / n)^(1 / size) else NA
  c0 <- (z^2 - 1) / 6
  if (none) say(i, "skew_upper", root(function(p) k(p) + z, low = turn(c0)))
  else if (all) say(i, "skew_lower", root(function(p) k(p) - z, high = turn(n - c0)))
  else { say(i, "skew_lower", root(function(p) k(p) - z)); say(i, "skew_upper", root(function(p) k(p) + z)) }
  if (length(size) == 1) {
    e <- binom.test(x, n)$conf.int
    inv <- function(q) { v <- (q - (1 - sp)) / (se + sp - 1); 1 - (1 - min(max(v, 0), 1))^(1 / size) }
    say(i, "exact_lower", inv(e[1])); say(i, "exact_upper", inv(e[2]))
  }
})
# Exact interval of two sizes by enumeration: case 3.
with(cases[[3]], {
  g <- expand.grid(0:n[1], 0:n[2])
  est <- apply(g, 1, function(y) if (all(y == 0)) 0 else if (all(y == n)) 1 else
    uniroot(function(p) { q <- 1 - (1 - p)^size; sum((y - n * q) * size * (1 - p)^(size - 1) / (q * (1 - q))) }, c(1e-12, 0.5), tol = 1e-15)$root)
  seen <- est[g[, 1] == x[1] & g[, 2] == x[2]]
  pr <- function(p) { q <- 1 - (1 - p)^size; dbinom(g[, 1], n[1], q[1]) * dbinom(g[, 2], n[2], q[2]) }
  say(3, "exact_lower", uniroot(function(p) sum(pr(p)[est >= seen - 1e-10]) - 0.025, c(1e-9, 0.5), tol = 1e-15)$root)
  say(3, "exact_upper", uniroot(function(p) sum(pr(p)[est <= seen + 1e-10]) - 0.025, c(1e-9, 0.5), tol = 1e-15)$root)
})
