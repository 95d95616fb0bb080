source("series.R")
set.seed(6, kind="Mersenne-Twister", normal.kind="Inversion", sample.kind="Rejection")
y <- rpois(200,.3); y[c(50,51,120)]<-NA; add("synth_sparse_missing", y, "synthetic: sparse Poisson counts, three missing", c(2010,1),365)
series$campyDE$freq<-52
for (nm in names(series)) { s<-series[[nm]]; runs <- Filter(Negate(is.null), lapply(1:9, function(i) { ctl<-list(method=c("C1","C2","C3")[(i-1)%%3+1],baseline=sample(c(3,5,7,10,14,28,56),1),minSigma=sample(c(0,0,.2,.5,1),1),alpha=sample(c(.001,.01,.025,.05,.2),1))
 r<-tryCatch(earsC(mk(s),control=ctl),error=function(e) e); if(inherits(r,"error")) {cat(s$id,"ERR",conditionMessage(r),"\n");return(NULL)}
 n<-length(s$y); list(call=paste0("earsC(sts, control=",paste(deparse(ctl,width.cutoff=500),collapse=""),")"),params=ctl,range=c(n-nrow(r@observed)+1,n),upperbound=fin(upperbound(r)),alarm=as.vector(alarms(r))) }))
 out("out/ears",s,"surveillance::earsC",runs) }
