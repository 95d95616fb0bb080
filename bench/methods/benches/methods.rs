//! Criterion's look at one core.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use epi_signal::ears::Method;
use xd_bench_methods::{data, ears, farrington, figure, rt};

fn signal(criterion: &mut Criterion) {
    let counts = data::daily(200, ears::DAYS);
    let mut group = criterion.benchmark_group("ears");
    group.throughput(Throughput::Elements(counts.len() as u64));
    for method in [Method::C1, Method::C2, Method::C3, Method::C3Textbook] {
        let name = BenchmarkId::from_parameter(format!("{method:?}"));
        group.bench_function(name, |bencher| bencher.iter(|| ears::each(method, &counts)));
    }
    group.bench_function("shared pass", |bencher| {
        figure::on_cores(1, || bencher.iter(|| ears::shared(&counts)));
    });
    group.finish();
    let series = farrington::series(1);
    let mut group = criterion.benchmark_group("farrington flexible");
    group.throughput(Throughput::Elements(farrington::WEEKS.1 as u64));
    for (name, params) in farrington::settings() {
        group.bench_function(name, |bencher| {
            figure::on_cores(1, || bencher.iter(|| farrington::alarms(&params, &series)));
        });
    }
    group.finish();
}

fn reproduction(criterion: &mut Criterion) {
    let (cori, cases) = (rt::cori(), rt::counts(100, 3.0));
    let mut group = criterion.benchmark_group("reproduction number");
    group.throughput(Throughput::Elements(cases.len() as u64));
    group.bench_function("mean", |bencher| bencher.iter(|| rt::means(&cori, &cases, 1)));
    group.bench_function("quantiles", |bencher| bencher.iter(|| rt::quantiles(&cori, &cases)));
    group.finish();
}

criterion_group!(methods, signal, reproduction);
criterion_main!(methods);
