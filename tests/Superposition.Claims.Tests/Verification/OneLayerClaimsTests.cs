using System.Diagnostics;
using System.Globalization;
using Superposition.Booleans;
using Superposition.Verification;
using Xunit.Abstractions;

namespace Superposition.Tests.Verification;

/// <summary>The claims about one layer: universal AND, high fan-in, circuits, and the theorems relaxed.</summary>
public class OneLayerClaimsTests(ITestOutputHelper output)
{
    private static readonly Claim[] All = [.. UniversalAndClaims.All, .. AlgebraicCodeClaims.All, .. MeanSubtractedClaims.All,
        .. OtherFamilyClaims.All, .. TargetedClaims.All, .. SharedBankClaims.All, .. UniversalKeyClaims.All, .. HighFanInClaims.All,
        .. CircuitClaims.All, .. RelaxationClaims.All];

    public static TheoryData<string> Ids => [.. All.Select(claim => claim.Id)];

    [Fact]
    public void Every_claim_has_a_name_of_its_own_and_can_be_judged()
    {
        Assert.Equal(Claims.All.Length, Claims.All.Select(claim => claim.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Claims.All, claim =>
            Assert.True(double.IsFinite(claim.Predicted) && claim.Within > 0 == (claim.Relation == Relation.Near), claim.Id));
        Assert.All(Claims.All, claim => Assert.True(claim.Predicted == 0 || claim.Within <= 0.25 * Math.Abs(claim.Predicted), claim.Id));
    }

    [Theory, MemberData(nameof(Ids)), Trait("Category", "Slow")]
    public void Holds(string id)
    {
        var clock = Stopwatch.StartNew();
        var result = All.Single(claim => claim.Id == id).Check(new Seed(31), seeds: 3);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{id}: {string.Join(", ", result.Measured.Select(value => value.ToString("G5", CultureInfo.InvariantCulture)))} against "
            + $"{result.Claim.Predicted:G5}, {clock.ElapsedMilliseconds} ms"));
        Assert.True(result.Holds);
    }
}
