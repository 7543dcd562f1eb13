# What koffi's CMakeLists.txt asks of its own build tool, reduced to a Node add-on for Linux, so that plain CMake with any
# toolchain file builds it.
function(add_node_addon)
  cmake_parse_arguments(ADDON "" "NAME" "SOURCES" ${ARGN})
  add_library(${ADDON_NAME} MODULE ${ADDON_SOURCES})
  target_include_directories(${ADDON_NAME} PRIVATE ${NODE_JS_INCLUDE_DIRS})
  set_target_properties(${ADDON_NAME} PROPERTIES PREFIX "" SUFFIX ".node")
endfunction()

function(target_link_node)
endfunction()

function(enable_unity_build)
endfunction()
