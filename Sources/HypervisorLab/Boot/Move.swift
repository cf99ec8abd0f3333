// SPDX-License-Identifier: Apache-2.0

/// What is done to a domU while it runs, and must pass it by: it goes on in a new domain.
public enum Move: String, Sendable, CaseIterable {
  /// `xl save`, `xl restore`: stopped, written to a file, and built again from that.
  case saveRestore = "save-restore"
  /// `xl migrate` to the same host: copied while it runs, and stopped for the rest.
  case migrate
}
