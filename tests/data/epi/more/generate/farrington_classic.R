source("series.R")
set.seed(11, kind="Mersenne-Twister", normal.kind="Inversion", sample.kind="Rejection")
y <- rpois(330, 6+3*sin((1:330)*2*pi/52)); y[150:156] <- y[150:156]+12
add("synth_classic", y, "synthetic: Poisson counts with season and one outbreak", c(2010,1),52)
runs_for <- function(s, k) { x<-mk(s); n<-length(s$y); Filter(Negate(is.null), lapply(1:k, function(i) {
  maxb <- floor((n/s$freq)-0.35); b <- sample(seq_len(max(1,maxb)),1); b<-min(b,6); if (i%%2==0 && maxb>=3) b<-max(b,3)
  w <- sample(1:5,1); if (s$freq==12) w<-sample(1:2,1)
  first <- b*s$freq+w+1+2; if (first>n-1) first <- n-1
  rng <- (max(first, n-19)):n; if (runif(1)<.5) { a<-sample(first:max(first,n-19),1); rng<-a:min(n,a+19) }
  ctl <- list(range=rng,b=b,w=w,reweight=runif(1)<.7,alpha=sample(c(.05,.01,.005,.1),1),trend=runif(1)<.85,limit54=if(runif(1)<.5) c(0,4) else if (runif(1)<.5) c(5,4) else c(sample(1:8,1),sample(2:6,1)),powertrans=sample(c("2/3","1/2","none"),1))
  call <- paste0("algo.farrington(sts2disProg(sts), control=", paste(deparse(ctl,width.cutoff=500),collapse=""),")")
  warn<-character(); r <- tryCatch(withCallingHandlers(algo.farrington(sts2disProg(x), control=ctl),warning=function(w) {warn<<-c(warn,conditionMessage(w)); invokeRestart("muffleWarning")}),error=function(e) e)
  if (inherits(r,"error")) { cat(s$id, "ERR", conditionMessage(r), call, "\n"); return(NULL) }
  if(length(warn)) cat(s$id,"WARN",unique(warn),call,"\n")
  p<-ctl; p$range<-NULL
  list(call=call,params=p,range=range(rng),upperbound=fin(r$upperbound),alarm=as.vector(r$alarm),trend=as.vector(r$trend),pd_q=fin(r$control$pd[,1]),pd_m=fin(r$control$pd[,2])) })) }
series$campyDE$y <- series$campyDE$y
for (s in series) out("out/farrington_classic", s, "surveillance::algo.farrington", runs_for(s,8))
