// SPDX-License-Identifier: Apache-2.0

/// The maps after an EVEX prefix (62): AVX-512.
extension OpcodeMap {
  /// Map 1, the counterpart of 0F.
  static let evex1Rows = """
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m  m  m  m  m  m  m  m   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  m  -  -  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m1 m1 m1 m1 m  m  m  -   m  m  m  m  -  -  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  m1 -  m1 m1 m1 -   -  -  -  -  -  -  -  -
    -  m  m  m  m  m  m  -   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    -  m  m  m  m  m  m  -   m  m  m  m  m  m  m  -
    """

  /// Map 2, the counterpart of 0F 38.
  static let evex2Rows = """
    m  -  -  -  m  -  -  -   -  -  -  m  m  m  -  -
    m  m  m  m  m  m  m  -   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  -  -
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  -  m  m  m  m  m  m   -  -  -  -  m  m  m  m
    m  m  m  m  m  m  -  -   m  m  m  m  -  -  -  -
    -  -  m  m  m  m  m  -   m  -  -  -  -  -  -  -
    m  m  m  m  -  m  m  m   m  m  m  m  m  m  m  m
    -  -  -  m  -  -  -  -   m  m  m  m  -  m  -  m
    m  m  m  m  -  -  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  m  m  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  m  -  m  m   m  -  m  m  m  m  -  m
    -  -  -  -  -  -  -  -   -  -  -  -  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    """

  /// Map 3, the counterpart of 0F 3A.
  static let evex3Rows = """
    m1 m1 -  m1 m1 m1 -  -   m1 m1 m1 m1 -  -  -  m1
    -  -  -  -  m1 m1 m1 m1  m1 m1 m1 m1 -  m1 m1 m1
    m1 m1 m1 m1 -  m1 m1 m1  -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   m1 m1 m1 m1 -  -  m1 m1
    -  -  m1 m1 m1 -  -  -   -  -  -  -  -  -  -  -
    m1 m1 -  -  m1 m1 m1 m1  -  -  -  -  -  -  -  -
    -  -  -  -  -  -  m1 m1  -  -  -  -  -  -  -  -
    m1 m1 m1 m1 -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  m1 -  -  -  -  -   -  -  -  -  -  -  m1 m1
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    """

  /// Map 5: half precision (AVX512-FP16).
  static let evex5Rows = """
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m  m  -  -  -  -  -  -   -  -  -  -  -  m  -  -
    -  -  -  -  -  -  -  -   -  -  m  -  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  m  -  -  -  -  -  -   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  m  -
    -  -  -  -  -  -  -  -   m  m  m  m  m  m  m  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    """

  /// Map 6: half precision (AVX512-FP16).
  static let evex6Rows = """
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  m  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  m  m  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  m  m  -  -  -  -   -  -  -  -  m  m  m  m
    -  -  -  -  -  -  m  m   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  m  m   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    """
}
