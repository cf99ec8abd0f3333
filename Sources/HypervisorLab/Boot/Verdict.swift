// SPDX-License-Identifier: Apache-2.0

/// What decided a boot: the outcome and the words that say so.
struct Verdict: Equatable {
  var outcome: Outcome
  var words: [String]
}
