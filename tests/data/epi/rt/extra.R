# Makes tests/data/epi/rt/extra.json. Debian 12, R 4.2.2, EpiEstim 2.2-4, incidence 1.7.3, coarseDataTools 0.6-6.
# Rscript extra.R > extra.json
suppressMessages({library(EpiEstim); library(incidence); library(coarseDataTools)})
num <- function(x) paste0("[", paste(ifelse(is.finite(x), sprintf("%.17g", x), "null"), collapse = ","), "]")
cols <- c("Mean(R)", "Std(R)", "Quantile.0.025(R)", "Quantile.0.05(R)", "Quantile.0.25(R)", "Median(R)",
          "Quantile.0.75(R)", "Quantile.0.95(R)", "Quantile.0.975(R)")
cori <- function(name, local, imported, method, config) {
  incid <- if (is.null(imported)) local else data.frame(local = local, imported = imported)
  res <- suppressWarnings(estimate_R(incid, method = method, config = make_config(config)))
  rows <- sapply(cols, function(c) num(res$R[[c]]))
  sprintf('{"name":"%s","local":%s,"imported":%s,"mean_si":%s,"sd_si":%s,"si":%s,"prior":%s,"t_start":%s,"t_end":%s,"columns":[%s]}',
    name, num(local), num(if (is.null(imported)) numeric(0) else imported),
    num(c(config$mean_si, numeric(0))), num(c(config$std_si, numeric(0))),
    num(if (is.null(config$si_distr)) numeric(0) else config$si_distr),
    num(c(if (is.null(config$mean_prior)) 5 else config$mean_prior, if (is.null(config$std_prior)) 5 else config$std_prior)),
    num(config$t_start), num(config$t_end), paste(rows, collapse = ","))
}
slide <- function(T, w) list(t_start = 2:(T - w + 1), t_end = (w + 1):T)
set.seed(20240501)
big <- rpois(120, 40 * exp(c(seq(0, 5, length.out = 50), seq(5, 1, length.out = 70))))
sparse <- c(2, rbinom(79, 1, 0.12))
outside <- rpois(60, 0.6); here <- rpois(60, 3); outside[1] <- 2; here[1] <- 0
uneven <- list(t_start = c(2, 5, 5, 20, 31), t_end = c(2, 11, 40, 27, 60))
fraction <- round(rgamma(40, 2, 0.3), 2)
runs <- c(
  cori("thousands of cases", big, NULL, "parametric_si", c(slide(120, 7), mean_si = 5.2, std_si = 2.8)),
  cori("weak prior", big, NULL, "parametric_si", c(slide(120, 3), mean_si = 3.4, std_si = 1.1, mean_prior = 2, std_prior = 40)),
  cori("strong prior", here, NULL, "parametric_si", c(slide(60, 5), mean_si = 3.4, std_si = 1.1, mean_prior = 1.2, std_prior = 0.02)),
  cori("sparse, sd above mean", sparse, NULL, "parametric_si", c(slide(80, 7), mean_si = 2.5, std_si = 4)),
  cori("imported", here, outside, "parametric_si", c(slide(60, 7), mean_si = 7.8, std_si = 5.2)),
  cori("uneven windows, table", here, outside, "non_parametric_si", c(uneven, list(si_distr = c(0, .05, .3, .3, .2, .1, .05)))),
  cori("table longer than series", here, NULL, "non_parametric_si", c(slide(60, 14), list(si_distr = c(0, dnbinom(0:79, 3, .5))))),
  unlist(lapply(c(2, 3, 4, 5, 6, 7, 9, 12), function(m) unlist(lapply(c(20, 60, 80), function(T) lapply(c(1.1, 2.9), function(s)
    cori(sprintf("mean of whole days: %d, sd %g, T %d", m, s, T), sparse[1:T], NULL, "parametric_si",
      list(t_start = 2:14, t_end = 2:14, mean_si = m, std_si = s))))))),
  cori("fractions", fraction, NULL, "parametric_si", c(slide(40, 7), mean_si = 2.1, std_si = 0.7)))
random <- function(i) {
  T <- sample(15:90, 1); size <- exp(runif(1, -2, 6)); w <- sample(1:14, 1)
  cases <- rnbinom(T, mu = size * exp(cumsum(rnorm(T, 0, 0.15))), size = exp(runif(1, -1, 3)))
  from <- if (i %% 3 == 0) rbinom(T, cases, 0.2) else NULL
  cori(sprintf("random %d", i), if (is.null(from)) cases else cases - from, from, "parametric_si",
    c(slide(T, w), mean_si = round(runif(1, 1.05, 18), 2), std_si = round(runif(1, 0.2, 9), 2),
      mean_prior = round(exp(runif(1, -1, 2)), 2), std_prior = round(exp(runif(1, -2, 2)), 2)))
}
wt <- function(name, incid, mean, sd, w) {
  T <- length(incid)
  res <- wallinga_teunis(incid, method = "parametric_si", config = c(slide(T, w), mean_si = mean, std_si = sd, n_sim = 0))
  sprintf('{"name":"%s","cases":%s,"mean_si":%.17g,"sd_si":%.17g,"t_start":%s,"t_end":%s,"mean":%s}',
    name, num(incid), mean, sd, num(res$R$t_start), num(res$R$t_end), num(res$R[["Mean(R)"]]))
}
cohorts <- c(wt("thousands of cases", big, 5.2, 2.8, 7), wt("sparse", sparse, 2.5, 1.2, 1), wt("few", here, 4.7, 2.9, 5))
grow <- function(name, counts, days) {
  dates <- as.Date("2020-01-06") + days * (0:(length(counts) - 1))
  f <- suppressWarnings(fit(as.incidence(counts, dates = dates, interval = as.integer(days))))
  i <- unclass(f)$info
  conf <- if (!is.null(i$doubling)) c(i$doubling, i$doubling.conf) else c(i$halving, i$halving.conf)
  sprintf('{"name":"%s","counts":%s,"days":%d,"r":%s,"pace":%s,"fit":%s}',
    name, num(counts), days, num(c(i$r, i$r.conf)), num(conf), num(c(i$pred$fit, i$pred$lwr, i$pred$upr)))
}
growth <- c(
  grow("rise", big[1:50], 1L), grow("fall", big[51:120], 1L), grow("weekly", c(3, 5, 4, 11, 18, 0, 40), 7L),
  grow("gaps", c(1, 0, 0, 2, 1, 0, 3, 0, 0, 5, 8, 0, 4, 12), 1L))
pairs <- data.frame(
  EL = c(0, 0, 1, 2, 2, 3, 3, 5, 6, 6, 7, 8, 9, 11, 12, 12, 13, 15, 15, 16), ER = 0,
  SL = c(2, 3, 3, 6, 4, 5, 7, 7, 8, 11, 9, 13, 12, 14, 14, 16, 16, 17, 19, 24), SR = 0, type = 0)
pairs$ER <- pairs$EL + rep(c(1, 1, 2, 1), 5); pairs$SR <- pairs$SL + rep(c(1, 2, 1, 1, 1), 4)
delay <- function(dist) {
  invisible(capture.output(f <- dic.fit(pairs, dist = dist, n.boots = if (dist == "L") 0 else 5, opt.method = "Nelder-Mead", ptiles = c(0.05, 0.5, 0.95))))
  e <- f@ests[, "est"]
  sprintf('{"dist":"%s","parameters":%s,"log_likelihood":%.17g,"percentiles":%s}', dist, num(e[1:2]), f@loglik, num(e[3:5]))
}
fits <- tryCatch(sapply(c("G", "L", "W"), delay), error = function(e) { message(conditionMessage(e)); character(0) })
runs <- c(runs, sapply(1:14, random))
cat('{"versions":{"R":"4.2.2","EpiEstim":"2.2-4","incidence":"1.7.3","coarseDataTools":"0.6-6"},\n')
cat('"cori":[\n', paste(runs, collapse = ",\n"), '],\n"wallinga_teunis":[\n', paste(cohorts, collapse = ",\n"), sep = "")
cat('],\n"growth":[\n', paste(growth, collapse = ",\n"), '],\n"pairs":{"EL":', num(pairs$EL), ',"ER":', num(pairs$ER), ',"SL":', num(pairs$SL), ',"SR":', num(pairs$SR), ',"fits":[\n', paste(fits, collapse = ",\n"), ']}}\n', sep = "")
