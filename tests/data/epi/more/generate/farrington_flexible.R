source("series.R")
set.seed(7, kind="Mersenne-Twister", normal.kind="Inversion", sample.kind="Rejection")
y <- rnbinom(1300, mu=6*exp(0.3*sin((1:1300)*2*pi/365.25)+ 0.0002*(1:1300)), size=4); y[700:720] <- y[700:720]+15; y[c(400,401,900)] <- NA
add("synth_daily_missing", y, "synthetic: NB counts with season, trend, one outbreak, three missing days", c(2003,1),365,dates=list(first="2003-01-01",step_days=1)); series$synth_daily_missing$unit<-"cases/day"
y <- rpois(400, 8*exp(0.2*sin((1:400)*2*pi/52))); pop <- round(50000*exp(0.001*(1:400))); y[200:205] <- y[200:205]+20
add("synth_population", y, "synthetic: Poisson counts, growing population", c(2010,1),52,population=pop)
series$campyDE$unit<-"cases/week"; series$meningo_age_1$unit<-"cases/month"
runs_for <- function(s, k) { x<-mk(s); n<-length(s$y); lapply(1:k, function(i) {
  maxb <- floor((n/s$freq)-0.35); b <- sample(seq_len(max(1,maxb)),1); b<-min(b,7); if (i%%2==0 && maxb>=3) b<-max(b,3)
  w <- sample(0:min(5,floor(s$freq/2)-3),1); if (s$freq==365) w<-sample(c(3,7,14),1)
  np <- sample(c(1:10,12),1); if(s$freq==12) np<-sample(1:4,1)
  past <- sample(c(0,3,10,26),1); if(s$freq==12) past<-sample(c(0,1,3,6),1)
  if (past >= b*s$freq/2) past<-3
  first <- b*s$freq+w+1+3; if (first>n-1) first <- n-1
  rng <- sort(sample(first:n, min(12, n-first+1)))
  rng <- (max(first, n-11)):n; if (runif(1)<.5) { a<-sample(first:max(first,n-11),1); rng<-a:min(n,a+11) }
  ctl <- list(range=rng, noPeriods=np,b=b,w=w,weightsThreshold=sample(c(1,1.5,2,2.58,3),1),pastWeeksNotIncluded=past,pThresholdTrend=sample(c(1,.05,.3,.01),1),trend=runif(1)<.8,reweight=runif(1)<.8,limit54=if(runif(1)<.5) c(0,4) else if (runif(1)<.5) c(5,4) else c(sample(1:8,1),sample(2:6,1)),alpha=sample(c(.005,.01,.05,.001,.1),1),populationOffset=!is.null(s$population),thresholdMethod=sample(c("delta","nbPlugin","muan"),1))
  if (ctl$thresholdMethod=="delta") ctl$powertrans <- sample(c("2/3","1/2","none"),1)
  call <- paste0("farringtonFlexible(sts, control=", paste(deparse(ctl,width.cutoff=500),collapse=""),")")
  warn <- character(); r <- tryCatch(withCallingHandlers(farringtonFlexible(x, control=ctl),warning=function(w) {warn<<-c(warn,conditionMessage(w)); invokeRestart("muffleWarning")}),error=function(e) e)
  if (inherits(r,"error")) { cat(s$id, "ERR", conditionMessage(r), call, "\n"); return(NULL) }
  if(length(warn)) cat(s$id,"WARN",unique(warn),call,"\n")
  c <- r@control; p<-ctl; p$range<-NULL
  o <- list(call=call,params=p,range=range(rng),upperbound=fin(r@upperbound),alarm=as.vector(r@alarm),expected=fin(c$expected),phi=fin(c$phiVector),trend=as.vector(c$trend),trend_coef=fin(c$trendVector),pvalue=fin(c$pvalue),score=fin(c$score))
  if (ctl$thresholdMethod!="delta") o$mu0<-fin(c$mu0Vector)
  o }) }
args <- commandArgs(TRUE); k <- if(length(args)) as.integer(args[1]) else 8
for (s in series) { rr <- Filter(Negate(is.null), runs_for(s,k)); out("out/farrington_flexible", s, "surveillance::farringtonFlexible", rr) }
