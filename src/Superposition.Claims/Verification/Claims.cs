using System.Collections.Immutable;

namespace Superposition.Verification;

/// <summary>Every claim, in the order of the paper. A new group is one line here.</summary>
public static class Claims
{
    /// <summary>The claims of all groups, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. MeasurementClaims.All,
        .. RepresentationClaims.All,
        .. UniversalAndClaims.All,
        .. AlgebraicCodeClaims.All,
        .. MeanSubtractedClaims.All,
        .. OtherFamilyClaims.All,
        .. TargetedClaims.All,
        .. UniversalKeyClaims.All,
        .. HighFanInClaims.All,
        .. SharedBankClaims.All,
        .. CircuitClaims.All,
        .. ErrorCorrectionClaims.All,
        .. DeepCircuitClaims.All,
        .. RelaxationClaims.All,
    ];
}
