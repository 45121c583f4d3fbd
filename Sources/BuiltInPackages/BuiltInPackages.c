#include "BuiltInPackages.h"

// #embed is C23; clang takes it in any C.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char packages[] = {
#embed "../../Package.resolved"
};

const unsigned char *linli_packages(size_t *count) {
    *count = sizeof packages;
    return packages;
}
