// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// An error that a hypercall returns, by the model's name.
enum XenError: String, Error, CaseIterable {
  case notPermitted = "XEN_EPERM"
  case noEntry = "XEN_ENOENT"
  case noDomain = "XEN_ESRCH"
  case tooBig = "XEN_E2BIG"
  case again = "XEN_EAGAIN"
  case noMemory = "XEN_ENOMEM"
  case accessDenied = "XEN_EACCES"
  case fault = "XEN_EFAULT"
  case busy = "XEN_EBUSY"
  case exists = "XEN_EEXIST"
  case noDevice = "XEN_ENODEV"
  case invalid = "XEN_EINVAL"
  case noSpace = "XEN_ENOSPC"
  case notImplemented = "XEN_ENOSYS"
  case noData = "XEN_ENODATA"
  case timeout = "XEN_ETIME"
  case notSupported = "XEN_EOPNOTSUPP"

  /// What the guest gets: negative.
  var result: Int64 { Self.results[self] ?? -1 }

  /// `EINVAL`.
  var name: String { String(rawValue.dropFirst(4)) }

  private static let results: [XenError: Int64] = Dictionary(
    uniqueKeysWithValues: allCases.map { error in
      let constant = Constant.named(error.rawValue, in: .newest)
      return (error, -Int64(constant?.value ?? 1))
    })
}
