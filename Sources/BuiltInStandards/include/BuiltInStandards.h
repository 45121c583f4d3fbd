#ifndef BUILT_IN_STANDARDS_H
#define BUILT_IN_STANDARDS_H

#include <stddef.h>

/// One file under Standards/, as it was when the binary was built.
typedef struct {
    /// Relative to Standards/, e.g. `smart-community-draft/standard.yaml`.
    const char *path;
    const unsigned char *bytes;
    size_t count;
} linli_standard;

size_t linli_standard_file_count(void);
linli_standard linli_standard_file(size_t index);

#endif
