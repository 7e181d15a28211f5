#include <cblas.h>

// LAPACK's symmetric eigenvalue solver by divide and conquer, which OpenBLAS contains. Declared here, so
// that no header and no library of LAPACKE is needed for one function.
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
             double *work, const int *lwork, int *iwork, const int *liwork, int *info);
