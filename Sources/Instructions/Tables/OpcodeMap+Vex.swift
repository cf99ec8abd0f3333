// SPDX-License-Identifier: Apache-2.0

/// The maps after a VEX prefix (C4, C5): AVX, AVX2, FMA, BMI, mask registers, AMX.
extension OpcodeMap {
  /// Map 1, the counterpart of 0F.
  static let vex1Rows = """
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m  m  m  m  m  m  m  m   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  m  m  -  m  m  m  m   -  -  m  m  -  -  -  -
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m1 m1 m1 m1 m  m  m  .   -  -  -  -  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m  m  m  m  -  -  -  -   m  m  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  m  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  m1 -  m1 m1 m1 -   -  -  -  -  -  -  -  -
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  -
    """

  /// Map 2, the counterpart of 0F 38.
  static let vex2Rows = """
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    -  -  -  m  -  -  m  m   m  m  m  -  m  m  m  -
    m  m  m  m  m  m  -  -   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  -  -  -  m  m  m   -  m  -  m  -  -  -  -
    m  m  m  m  -  -  -  -   m  m  m  -  m  -  m  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   m  m  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  m  -  m  -
    m  m  m  m  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  m  m   m  m  m  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  m
    -  -  -  -  -  -  -  -   -  -  -  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  m  m  -  m  m  m   -  -  -  -  -  -  -  -
    """

  /// Map 3, the counterpart of 0F 3A.
  static let vex3Rows = """
    m1 m1 m1 -  m1 m1 m1 -   m1 m1 m1 m1 m1 m1 m1 m1
    -  -  -  -  m1 m1 m1 m1  m1 m1 -  -  -  m1 -  -
    m1 m1 m1 -  -  -  -  -   -  -  -  -  -  -  -  -
    m1 m1 m1 m1 -  -  -  -   m1 m1 -  -  -  -  -  -
    m1 m1 m1 -  m1 -  m1 -   m1 m1 m1 m1 m1 -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  m1 m1 m1 m1
    m1 m1 m1 m1 -  -  -  -   m1 m1 m1 m1 m1 m1 m1 m1
    -  -  -  -  -  -  -  -   m1 m1 m1 m1 m1 m1 m1 m1
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  m1 m1
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  m1
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m1 -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    """
}
