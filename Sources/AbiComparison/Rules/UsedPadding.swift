// SPDX-License-Identifier: Apache-2.0

/// Padding in the used layout. It is not accessed, so that it may cover anything.
enum UsedPadding: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    used.isPadding ? .same : nil
  }
}
