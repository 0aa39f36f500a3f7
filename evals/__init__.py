"""How good and how fast the parts are: suites, metrics, benchmarks. Nothing imports this package."""
