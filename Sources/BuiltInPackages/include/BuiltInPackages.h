#ifndef BUILT_IN_PACKAGES_H
#define BUILT_IN_PACKAGES_H

#include <stddef.h>

/// Package.resolved, as it was when the binary was built: the Swift packages and their versions, in JSON.
const unsigned char *linli_packages(size_t *count);

#endif
