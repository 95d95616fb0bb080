source("series.R")
set.seed(5, kind="Mersenne-Twister", normal.kind="Inversion", sample.kind="Rejection")
glr_runs <- function(s, k) { x<-mk(s); n<-length(s$y); Filter(Negate(is.null), lapply(1:k, function(i) {
  first <- sample(round(n/3):round(n*2/3),1); rng <- first:min(n,first+59)
  al <- list(0,NULL,0.1)[[sample(1:3,1)]]
  mu0 <- if (runif(1)<.7) list(S=sample(0:3,1),trend=runif(1)<.4) else round(mean(s$y),3)*rep(1,length(rng))
  ctl <- list(range=rng,c.ARL=sample(c(3,5,7),1),mu0=mu0,change="intercept",ret="value",dir="inc")
  ctl["alpha"] <- list(al)
  if (runif(1)<.5) ctl$theta <- sample(c(.1,.3,.7),1) else { ctl$M <- -1; ctl$Mtilde <- 1 }
  call <- paste0("algo.glrnb(sts2disProg(sts), control=", paste(deparse(ctl,width.cutoff=500),collapse=""),")")
  warn<-character(); r <- tryCatch(withCallingHandlers(algo.glrnb(sts2disProg(x), control=ctl),warning=function(w) {warn<<-c(warn,conditionMessage(w)); invokeRestart("muffleWarning")}),error=function(e) e)
  if (inherits(r,"error")) { cat(s$id, "ERR", conditionMessage(r), call, "\n"); return(NULL) }
  if(length(warn)) cat(s$id,"WARN",unique(warn),call,"\n")
  p<-list(c.ARL=ctl$c.ARL,alpha=al,theta=ctl$theta,change="intercept",dir="inc",ret="value"); if(is.list(mu0)) p$mu0_model<-mu0; if(is.null(al)) p["alpha"]<-list(NULL)
  list(call=call,range=range(rng),params=p,alpha_used=r$control$alpha,mu0=fin(r$control$mu0),value=fin(r$upperbound),alarm=as.vector(r$alarm)) })) }
for (nm in setdiff(names(series),c("salmNewport_saarland"))) out("out/glr", series[[nm]], "surveillance::algo.glrnb", glr_runs(series[[nm]],8))
cusum_runs <- function(s, k) { x<-mk(s); n<-length(s$y); Filter(Negate(is.null), lapply(1:k, function(i) {
  first <- sample(round(n/3):round(n*2/3),1); rng <- first:min(n,first+99)
  m <- list(NULL,"glm",round(mean(s$y),2)+.5,round(mean(s$y),2)+seq_along(rng)/50)[[sample(1:4,1)]]
  ctl <- list(range=rng,k=sample(c(.5,1.04,1.5),1),h=sample(c(1,2.26,4),1),trans=sample(c("standard","rossi","anscombe","pearsonNegBin"),1))
  ctl["m"] <- list(m); if (grepl("NegBin",ctl$trans)) ctl$alpha <- sample(c(.05,.1,.5),1)
  call <- paste0("algo.cusum(sts2disProg(sts), control=", paste(deparse(ctl,width.cutoff=500),collapse=""),")")
  r <- tryCatch(suppressWarnings(algo.cusum(sts2disProg(x), control=ctl)),error=function(e) e)
  if (inherits(r,"error")) { cat(s$id, "ERR", conditionMessage(r), call, "\n"); return(NULL) }
  p<-ctl; p$range<-NULL; p["m"]<-list(if(is.character(m)) "glm" else NULL)
  if(is.numeric(m)) p$m <- "given"
  list(call=call,params=p,range=range(rng),m=as.list(fin(r$control$m)),cusum=fin(r$cusum),upperbound=fin(r$upperbound),alarm=as.vector(r$alarm)) })) }
for (nm in names(series)) out("out/cusum", series[[nm]], "surveillance::algo.cusum", cusum_runs(series[[nm]],8))
