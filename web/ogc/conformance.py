"""What the service says that it conforms to: what ``tests/web/ogc`` holds, and nothing else."""

_FEATURES = "http://www.opengis.net/spec/ogcapi-features-{part}/1.0/conf/{name}"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/{name}"
_RECORDS = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/{name}"
_PROCESSES = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/{name}"
CLASSES = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    *(_FEATURES.format(part=1, name=name) for name in ("core", "oas30", "html", "geojson")),
    _FEATURES.format(part=2, name="crs"),
    *(
        _FEATURES.format(part=3, name=name)
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        _CQL2.format(name=name)
        for name in ("cql2-text", "basic-cql2", "advanced-comparison-operators", "basic-spatial-functions")
    ),
    *(_RECORDS.format(name=name) for name in ("record-core", "record-collection", "json")),
    *(_PROCESSES.format(name=name) for name in ("core", "ogc-process-description", "json", "oas30")),
)
