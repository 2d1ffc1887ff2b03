using Superposition.Booleans;
using Superposition.Verification;
using Xunit.Abstractions;

namespace Superposition.Tests.Verification;

/// <summary>The quick rows on error correction and deep circuits hold.</summary>
public class DeepClaimsTests(ITestOutputHelper output)
{
    public static TheoryData<string> QuickRows => [.. Rows.Where(row => !row.IsSlow).Select(row => row.Id)];

    public static TheoryData<string> SlowRows => [.. Rows.Where(row => row.IsSlow).Select(row => row.Id)];

    private static IEnumerable<Claim> Rows => ErrorCorrectionClaims.All.Concat(DeepCircuitClaims.All);

    [Theory, MemberData(nameof(QuickRows))]
    public void A_quick_row_holds(string id) => Holds(id);

    [Theory, MemberData(nameof(SlowRows)), Trait("Category", "Slow")]
    public void A_slow_row_holds(string id) => Holds(id);

    private void Holds(string id)
    {
        var result = Rows.Single(row => row.Id == id).Check(new Seed(2408), seeds: 1);
        output.WriteLine($"{id}: predicted {result.Claim.Predicted}, measured {result.Measured[0]:G4}");
        Assert.True(result.Holds, $"{id}: {result.Claim.Relation} {result.Claim.Predicted} claimed, {result.Measured[0]:G4} measured.");
    }
}
