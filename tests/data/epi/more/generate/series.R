suppressMessages({library(surveillance); library(jsonlite)})
num <- function(x) { x <- as.vector(x); x }
series <- list()
add <- function(id, y, source, start, freq=52, dates=NULL, population=NULL) series[[id]] <<- list(id=id,y=y,source=source,start=start,freq=freq,dates=dates,population=population)
for (nm in c("m1","n1","h1_nrwrp","s2","q1_nrwh")) { data(list=nm); d<-get(nm); s<-disProg2sts(d); add(nm, as.vector(observed(s)), paste0("surveillance::",nm), s@start, s@freq) }
data(campyDE); add("campyDE", campyDE$case, "surveillance::campyDE$case", c(2002,1), 52, dates=list(first=format(campyDE$date[1]),step_days=7))
data(hepatitisA); s<-disProg2sts(hepatitisA); add("hepatitisA", as.vector(observed(s)),"surveillance::hepatitisA", s@start, s@freq)
data(meningo.age); s<-disProg2sts(meningo.age); add("meningo_age_1", as.vector(observed(s)[,1]),"surveillance::meningo.age[,1]", s@start, s@freq)
data(shadar); s<-disProg2sts(shadar); add("shadar", as.vector(observed(s)),"surveillance::shadar", s@start, s@freq)
data(salmNewport); add("salmNewport_saarland", as.vector(observed(salmNewport[,"Saarland"])),"surveillance::salmNewport[,\"Saarland\"]", c(2004,1),52,dates=list(first="2004-01-05",step_days=7))
mk <- function(s) { n<-length(s$y); a <- list(observed=matrix(s$y,ncol=1), start=s$start, frequency=s$freq); if(!is.null(s$population)) a$population <- matrix(s$population,ncol=1); if(!is.null(s$dates)) { a$epoch <- as.numeric(as.Date(s$dates$first)+s$dates$step_days*(0:(n-1))); a$epochAsDate<-TRUE }; do.call(sts,a) }
fin <- function(x) { x<-as.vector(x); x[!is.finite(x)] <- NA; x }
out <- function(dir, s, algorithm, runs) { n<-length(s$y); ds <- list(name=s$id,source=s$source,unit=if(!is.null(s$unit)) s$unit else "cases/week",freq=s$freq,start=s$start,epochAsDate=!is.null(s$dates),n=n); if(!is.null(s$dates)) ds$dates <- s$dates; ds$observed <- s$y; if(!is.null(s$population)) ds$population<-s$population
 dir.create(dir,FALSE,TRUE); writeLines(toJSON(list(id=s$id,algorithm=algorithm,versions=list(R="4.2.2 Patched",surveillance=as.character(packageVersion("surveillance"))),dataset=ds,runs=runs),auto_unbox=TRUE,digits=NA,na="null",null="null"), file.path(dir,paste0(s$id,".json"))) }
