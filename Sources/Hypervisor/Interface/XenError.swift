// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// An error of a hypercall, by its name in the ABI model.
enum XenError: String, Error, CaseIterable {
  case notPermitted = "XEN_EPERM"
  case noEntry = "XEN_ENOENT"
  case noDomain = "XEN_ESRCH"
  case tooBig = "XEN_E2BIG"
  case noMemory = "XEN_ENOMEM"
  case accessDenied = "XEN_EACCES"
  case fault = "XEN_EFAULT"
  case busy = "XEN_EBUSY"
  case exists = "XEN_EEXIST"
  case noDevice = "XEN_ENODEV"
  case invalid = "XEN_EINVAL"
  case noSpace = "XEN_ENOSPC"
  case outOfRange = "XEN_ERANGE"
  case notImplemented = "XEN_ENOSYS"
  case noData = "XEN_ENODATA"
  case timeout = "XEN_ETIME"
  case notSupported = "XEN_EOPNOTSUPP"

  /// The return value: the negative error number.
  var result: Int64 { Self.results[self] ?? -1 }

  /// The name without prefix, such as `EINVAL`.
  var name: String { String(rawValue.dropFirst(4)) }

  private static let results: [XenError: Int64] = Dictionary(
    uniqueKeysWithValues: allCases.map { error in
      let constant = Constant.named(error.rawValue, in: .newest)
      return (error, -Int64(constant?.value ?? 1))
    })
}
