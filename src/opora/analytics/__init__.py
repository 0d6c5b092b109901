"""Typed Parquet sources and the engines that read them; knows no domain."""
