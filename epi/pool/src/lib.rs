//! Pooled testing: expected tests, best pool size, prevalence from pools, plans for many people.
