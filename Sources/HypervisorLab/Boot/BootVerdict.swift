// SPDX-License-Identifier: Apache-2.0

/// The outcome of a boot and the lines that decided it.
struct BootVerdict: Equatable {
  var outcome: BootOutcome
  var words: [String]
}
