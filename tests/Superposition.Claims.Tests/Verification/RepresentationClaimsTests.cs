using System.Diagnostics;
using Superposition.Booleans;
using Superposition.Verification;
using Xunit.Abstractions;

namespace Superposition.Tests.Verification;

public class RepresentationClaimsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. RepresentationClaims.All.Select(claim => claim.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Holds(string id)
    {
        var clock = Stopwatch.StartNew();
        var result = RepresentationClaims.All.Single(claim => claim.Id == id).Check(new Seed(31), seeds: 2);
        output.WriteLine($"{id}: {string.Join(", ", result.Measured.Select(value => value.ToString("G6")))} against "
            + $"{result.Claim.Predicted:G6}, {clock.ElapsedMilliseconds} ms");
        Assert.True(result.Holds);
    }
}
