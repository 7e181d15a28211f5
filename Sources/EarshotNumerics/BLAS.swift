import COpenBLAS
import Glibc

/// OpenBLAS, loaded when the first product of matrices needs it.
///
/// Held to one thread: two of its own were 4–50 times slower than one on a busy two-core machine, and its
/// bits depend on how many it uses. Work is cut into row blocks outside instead (`Workers`).
enum BLAS {
  // Values of the enumerations of cblas.h.
  static let rowMajor: Int32 = 101
  static let plain: Int32 = 111
  static let transposed: Int32 = 112
  static let upper: Int32 = 121

  /// Ends the program with a sentence where there is no OpenBLAS.
  static let functions: COpenBLAS = withUnsafeTemporaryAllocation(of: COpenBLAS.self, capacity: 1) {
    // SAFETY: all four functions are filled in when there is no complaint, and only then read.
    let place = $0.baseAddress!
    if let complaint = copenblas_load(place) {
      let message = """
        error: cannot load OpenBLAS: \(String(cString: complaint)).
        It is a library that training and clustering need. Debian, Ubuntu: apt-get install libopenblas0

        """
      _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
      exit(1)
    }
    return place.move()
  }
}
