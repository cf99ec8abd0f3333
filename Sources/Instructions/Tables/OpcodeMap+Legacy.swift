// SPDX-License-Identifier: Apache-2.0

/// The opcode maps without vector prefix. `OpcodeMap` explains the signs.
extension OpcodeMap {
  /// Opcodes of one byte.
  static let oneByteRows = """
    m  m  m  m  1  z  .! .!  m  m  m  m  1  z  .! x
    m  m  m  m  1  z  .! .!  m  m  m  m  1  z  .! .!
    m  m  m  m  1  z  p  .!  m  m  m  m  1  z  p  .!
    m  m  m  m  1  z  p  .!  m  m  m  m  1  z  p  .!
    r  r  r  r  r  r  r  r   r  r  r  r  r  r  r  r
    .  .  .  .  .  .  .  .   .  .  .  .  .  .  .  .
    .! .! x  m  p  p  p  p   z  mz 1  m1 .  .  .  .
    1  1  1  1  1  1  1  1   1  1  1  1  1  1  1  1
    m1 mz m1! m1 m  m  m  m   m  m  m  m  m  m  m  x
    .  .  .  .  .  .  .  .   .  .  f! .  .  .  .  .
    o  o  o  o  .  .  .  .   1  z  .  .  .  .  .  .
    1  1  1  1  1  1  1  1   v  v  v  v  v  v  v  v
    m1 m1 2  .  x  x  m1 mz  e  .  2  .  .  1  .! .
    m  m  m  m  1! 1! .! .   m  m  m  m  m  m  m  m
    1  1  1  1  1  1  1  1   j  j  f! 1  .  .  .  .
    p  .  p  p  .  .  mt mu  .  .  .  .  .  .  m  m
    """

  /// 0F and one byte.
  static let twoByteRows = """
    m  m  m  m  -  .  .  .   .  .  -  .  -  m  .  m1
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    c  c  c  c  -  -  -  -   m  m  m  m  m  m  m  m
    .  .  .  .  .  .  -  .   x  -  x  -  -  -  -  -
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m1 m1 m1 m1 m  m  m  .   mq m  -  -  m  m  m  m
    j  j  j  j  j  j  j  j   j  j  j  j  j  j  j  j
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    .  .  .  m  m1 m  m  m   .  .  .  m  m1 m  m  m
    m  m  m  m  m  m  m  m   m  m  m1 m  m  m  m  m
    m  m  m1 m  m1 m1 m1 m   .  .  .  .  .  .  .  .
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    m  m  m  m  m  m  m  m   m  m  m  m  m  m  m  m
    """

  /// 0F 38 and one byte.
  static let threeByte38Rows = """
    m  m  m  m  m  m  m  m   m  m  m  m  -  -  -  -
    m  -  -  -  m  m  -  m   -  -  -  -  m  m  m  -
    m  m  m  m  m  m  -  -   m  m  m  m  -  -  -  -
    m  m  m  m  m  m  -  m   m  m  m  m  m  m  m  m
    m  m  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m  m  m  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   m  m  m  m  m  m  -  m
    -  -  -  -  -  -  -  -   m  -  -  m  m  m  m  m
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m  m  -  -  -  m  m  -   m  m  m  m  -  -  -  -
    """

  /// 0F 3A and one byte.
  static let threeByte3ARows = """
    -  -  -  -  -  -  -  -   m1 m1 m1 m1 m1 m1 m1 m1
    -  -  -  -  m1 m1 m1 m1  -  -  -  -  -  -  -  -
    m1 m1 m1 -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m1 m1 m1 -  m1 -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m1 m1 m1 m1 -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    -  -  -  -  -  -  -  -   -  -  -  -  m1 -  m1 m1
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  m1
    -  -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    m1 -  -  -  -  -  -  -   -  -  -  -  -  -  -  -
    """
}
