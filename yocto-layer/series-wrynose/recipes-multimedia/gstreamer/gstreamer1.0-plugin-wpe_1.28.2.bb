require recipes-multimedia/gstreamer/gstreamer1.0-plugin-wpe.inc

SRC_URI[sha256sum] = "6467e3964828f4d7d08bfe1fbb4d76287a1c8fa76674e59e101a149c020fefd7"
