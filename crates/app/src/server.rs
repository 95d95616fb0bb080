//! The running server: its parts put together, served, and brought to rest in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use xd_api::{AppState, Demo, Parts, Phase, Settings};
use xd_flows::Flows;
use xd_kernel::{Clock, Zone};
use xd_notify::wire::Carriers;
use xd_notify::{Sender, SenderParts};
use xd_observe::{Intake, IntakeConfig};
use xd_work::Desk;

use crate::failure::Failure;
use crate::program::Program;
use crate::web;

/// How long connections may take to finish what they have begun.
const GRACE: Duration = Duration::from_secs(10);
/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// What a server is made of.
pub struct Setup {
    /// The open store and keys.
    pub program: Program,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// The running demonstration.
    pub demo: Option<Arc<dyn Demo>>,
    /// Behaviour towards browsers.
    pub settings: Settings,
    /// The ways by which persons are told.
    pub telling: Telling,
}

/// The ways by which persons are told, and the link in what they are told.
#[derive(Clone, Default)]
pub struct Telling {
    /// The ways.
    pub carriers: Arc<Carriers>,
    /// Where the program is found by a browser.
    pub link: Option<Arc<str>>,
}

/// A server whose parts run, though it may not listen yet.
pub struct Server {
    program: Program,
    state: AppState,
    flows: Arc<Flows>,
    sender: JoinHandle<()>,
    phase: watch::Sender<Phase>,
    stop: watch::Sender<bool>,
}

impl Server {
    /// Starts the parts: the queue of checks, the consumers of the outbox, the metrics.
    pub async fn start(setup: Setup) -> Result<Self, Failure> {
        let store = &setup.program.store;
        let metrics = metrics()?;
        let intake = Intake::start(store.clone(), IntakeConfig::default());
        let flows = Arc::new(Flows::start(store.clone(), Arc::clone(&setup.clock)).await?);
        let stop = watch::Sender::new(false);
        let Telling { carriers, link } = setup.telling;
        let parts = SenderParts {
            store: store.clone(),
            vault: Arc::clone(&setup.program.vault),
            carriers: Arc::clone(&carriers),
            clock: Arc::clone(&setup.clock),
            link,
        };
        let sender = tokio::spawn(Sender::new(parts).run(stop.subscribe()));
        let (phase, phase_seen) = watch::channel(Phase::Starting);
        let state = AppState::new(Parts {
            store: store.clone(),
            vault: Arc::clone(&setup.program.vault),
            clock: setup.clock,
            zone: Zone::shanghai(),
            intake,
            carriers,
            tail: flows.tail(),
            demo: setup.demo,
            press: None,
            settings: setup.settings,
            phase: phase_seen,
            metrics: Arc::new(move || metrics.render()),
        });
        Ok(Self { program: setup.program, state, flows, sender, phase, stop })
    }

    /// The queue of checks, for whoever reports from inside the process.
    pub fn intake(&self) -> Intake {
        self.state.intake.clone()
    }

    /// The queue of what is done about tasks, for whoever works inside the process.
    pub fn desk(&self) -> Desk {
        self.state.desk.clone()
    }

    /// By which somebody waits until everything reported has had its effect.
    pub fn settling(&self) -> Settling {
        Settling(Arc::clone(&self.flows))
    }

    /// From now on the server says that it is ready.
    pub fn ready(&self) {
        self.phase.send_replace(Phase::Ready);
    }

    /// Serves until told to stop; then stops accepting, finishes what was accepted, and closes the store.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Failure> {
        let router = xd_api::router(self.state.clone(), Router::new().fallback(web::page));
        let listener = listener.tap_io(|stream| {
            // Answers are small and complete: waiting for more to send only delays them.
            let _ = stream.set_nodelay(true);
        });
        let phase = self.phase.clone();
        let stopping = async move {
            stop.await;
            tracing::info!("stopping: no new connections");
            phase.send_replace(Phase::Stopping);
        };
        let mut told = self.phase.subscribe();
        let serving = axum::serve(listener, router).with_graceful_shutdown(stopping).into_future();
        let too_long = async move {
            let _ = told.wait_for(|phase| *phase == Phase::Stopping).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            done = serving => done.map_err(Failure::failed)?,
            () = too_long => tracing::warn!("some connections did not end in time and were cut"),
        }
        self.close().await;
        Ok(())
    }

    async fn close(self) {
        let Self { program, state, flows, sender, stop, .. } = self;
        drop(state);
        stop.send_replace(true);
        if let Err(error) = sender.await {
            tracing::error!(%error, "the sender of messages did not end in order");
        }
        // Whoever plays a demonstration may still hold the consumers; they end with the process then.
        if let Some(flows) = Arc::into_inner(flows) {
            flows.stop().await;
        }
        program.store.close().await;
        tracing::info!("stopped");
    }
}

/// Waits until everything committed so far has had its effect.
#[derive(Clone)]
pub struct Settling(Arc<Flows>);

impl Settling {
    /// Everything committed before this call has had its effect.
    pub async fn settled(&self) -> Result<(), Failure> {
        Ok(self.0.settled().await?)
    }
}

fn metrics() -> Result<PrometheusHandle, Failure> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(Failure::failed)?;
    let upkeep = handle.clone();
    tokio::spawn(async move {
        let mut every = tokio::time::interval(Duration::from_secs(5));
        loop {
            every.tick().await;
            upkeep.run_upkeep();
        }
    });
    Ok(handle)
}

/// Binds the address, or says who is in the way.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::Address { address: address.to_string() },
        _ => Failure::failed(format!("{address}: {error}")),
    })
}

/// Listens for SIGTERM and Ctrl-C from now on; the future ends when one of them has come. Made before anybody is told
/// that the server runs: whoever knows may ask it to stop.
pub fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
