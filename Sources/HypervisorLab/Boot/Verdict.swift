// SPDX-License-Identifier: Apache-2.0

/// The outcome of a boot and the lines that decided it.
struct Verdict: Equatable {
  var outcome: Outcome
  var words: [String]
}
