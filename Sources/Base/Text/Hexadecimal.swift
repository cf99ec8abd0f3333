// SPDX-License-Identifier: Apache-2.0

/// `0x1f1`: how addresses and offsets are written in every report. In JSON too, as strings: a
/// JSON number keeps 53 bits only.
public func hex(_ number: some BinaryInteger) -> String { "0x" + String(number, radix: 16) }
