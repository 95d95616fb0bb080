//! HTTP: routes, views, the OpenAPI contract, problem documents.
