// SPDX-License-Identifier: Apache-2.0

extension AbiView {
  /// The differences that a guest built for this view meets in another one: first numbers, then
  /// structures by tag with their members in order.
  public func changes(to other: AbiView) -> [AbiChange] {
    numberChanges(to: other) + structureChanges(to: other)
  }
}
