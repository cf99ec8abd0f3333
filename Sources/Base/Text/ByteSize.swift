// SPDX-License-Identifier: Apache-2.0

/// A number of bytes for people: `17 bytes`, `4 KiB`, `12.3 MiB`. The unit is the largest one that
/// leaves at least 1; a tenth is printed if the number is not whole, rounded down.
public func byteSize(_ count: UInt64) -> String {
  let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  guard count >= 1024 else { return count == 1 ? "1 byte" : "\(count) bytes" }
  let step = (63 - count.leadingZeroBitCount) / 10
  let unit = UInt64(1) << UInt64(10 * step)
  let tenths = (count % unit) / (unit / 1024) * 10 / 1024
  let isWhole = count % unit == 0
  return "\(count / unit)" + (isWhole ? "" : ".\(tenths)") + " " + units[step - 1]
}
