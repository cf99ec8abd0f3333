// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// Generates the reference of the guest ABI: pages and pictures, all from the model.
///
/// The output depends only on the model: it contains no date, no path and nothing else of the
/// machine.
public enum AbiReference {
  /// The release whose layouts the pages show. A structure that it does not have is shown as in the
  /// last release that had it.
  static let release = XenRelease.modelled[XenRelease.modelled.count - 1]

  /// All files of Docs/abi, with paths relative to it.
  public static func files() -> [GeneratedFile] {
    let history = History.ofAllReleases()
    let headers = HeaderPage.all(history)
    return [
      IndexPage.file(headers), HypercallsPage.file, NotesPage.file, FeaturesPage.file,
      StoreKeysPage.file,
      InterfaceVersionsPage.file, HistoryPage.file(history),
    ] + headers.map(\.file) + Pictures.files
  }
}
