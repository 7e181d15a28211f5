#include "COpenBLAS.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

const char *copenblas_load(COpenBLAS *functions) {
  // Read once, when the library is loaded; with one thread it starts none of its own.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  // A build with OpenMP hears only this.
  setenv("OMP_NUM_THREADS", "1", 1);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  const struct {
    const char *name;
    void *place;
  } symbols[] = {{"cblas_sgemm", &functions->sgemm},
                 {"cblas_dgemm", &functions->dgemm},
                 {"cblas_dsyrk", &functions->dsyrk},
                 {"dsyevd_", &functions->dsyevd}};
  for (int i = 0; i < 4; i++) {
    void *address = dlsym(library, symbols[i].name);
    if (!address) return dlerror();
    memcpy(symbols[i].place, &address, sizeof address);
  }
  return NULL;
}
