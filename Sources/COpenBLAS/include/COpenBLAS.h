#ifndef COPENBLAS_H
#define COPENBLAS_H

// What we call of OpenBLAS, found when it is first needed and not when the program starts: its threads
// spin for a tenth of a second from the moment it is loaded, and tagging never needs it.

/// The functions, as cblas.h and LAPACK declare them.
typedef struct {
  void (*_Nonnull sgemm)(int order, int transposeA, int transposeB, int m, int n, int k,
                         float alpha, const float *_Nonnull a, int lda, const float *_Nonnull b,
                         int ldb, float beta, float *_Nonnull c, int ldc);
  void (*_Nonnull dgemm)(int order, int transposeA, int transposeB, int m, int n, int k,
                         double alpha, const double *_Nonnull a, int lda,
                         const double *_Nonnull b, int ldb, double beta, double *_Nonnull c,
                         int ldc);
  void (*_Nonnull dsyrk)(int order, int triangle, int transpose, int n, int k, double alpha,
                         const double *_Nonnull a, int lda, double beta, double *_Nonnull c,
                         int ldc);
  /// LAPACK's symmetric eigenvalue solver by divide and conquer.
  void (*_Nonnull dsyevd)(const char *_Nonnull job, const char *_Nonnull triangle,
                          const int *_Nonnull n, double *_Nonnull a, const int *_Nonnull lda,
                          double *_Nonnull w, double *_Nonnull work,
                          const int *_Nonnull workCount, int *_Nonnull integers,
                          const int *_Nonnull integerCount, int *_Nonnull info);
} COpenBLAS;

/// Loads OpenBLAS, held to one thread, and fills in `functions`. Returns null, or what the loader says.
const char *_Nullable copenblas_load(COpenBLAS *_Nonnull functions);

#endif
