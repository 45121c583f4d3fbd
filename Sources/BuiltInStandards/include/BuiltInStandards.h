#ifndef BUILT_IN_STANDARDS_H
#define BUILT_IN_STANDARDS_H

#include <stddef.h>

/// One file under Standards/ or Bindings/, as it was when the binary was built.
typedef struct {
    /// Relative to that folder, e.g. `smart-community-draft/standard.yaml`.
    const char *path;
    const unsigned char *bytes;
    size_t count;
} linli_standard;

size_t linli_standard_file_count(void);
linli_standard linli_standard_file(size_t index);

size_t linli_bindings_file_count(void);
linli_standard linli_bindings_file(size_t index);

#endif
