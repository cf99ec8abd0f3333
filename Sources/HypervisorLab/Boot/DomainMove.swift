// SPDX-License-Identifier: Apache-2.0

/// A move of a running domU to a new domain, which its guest must survive.
public enum DomainMove: String, Sendable, CaseIterable {
  /// `xl save` and `xl restore`: the domain is stopped, written to a file, and built again from it.
  case saveRestore = "save-restore"
  /// `xl migrate` to the same host: the domain is copied while it runs, and stopped for the rest.
  case migrate
}
