import CKernels

/// exp and log of our own, with the same bits on every CPU.
///
/// glibc chooses its exp and log by CPU, so two machines can differ in the last bit. These use only
/// additions, multiplications and integer operations, which IEEE 754 fixes (CKernels/blocks.h).
public enum Elementary {
  /// eˣ, relative error below 3e-7; x is clamped to −87…88.
  public static func exp(_ x: Float) -> Float { ckernels_exp(x) }

  /// ln x of a positive normal float, absolute error below 2e-7 for x near 1.
  public static func log(_ x: Float) -> Float { ckernels_log(x) }
}
