require recipes-multimedia/gstreamer/gstreamer1.0-plugin-wpe.inc

SRC_URI[sha256sum] = "388b4c4412f42e36a38b17cc34119bc11879bd4d9fbd4ff6d03b2c7fc6b4d494"
