using Superposition.Booleans;
using Superposition.Verification;

namespace Superposition.Tests.Verification;

/// <summary>The instruments measure what is known by hand, from any seed.</summary>
public class MeasurementClaimsTests
{
    public static TheoryData<string> Ids => [.. MeasurementClaims.All.Select(claim => claim.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Holds(string id)
    {
        var result = MeasurementClaims.All.Single(claim => claim.Id == id).Check(new Seed(31), seeds: 2);
        Assert.True(result.Holds, $"{id}: {string.Join(", ", result.Measured)}, expected {result.Claim.Predicted}");
    }

    [Theory]
    [InlineData(Relation.Near, 0.9, true)]
    [InlineData(Relation.Near, 1.1, true)]
    [InlineData(Relation.Near, 0.89, false)]
    [InlineData(Relation.Near, 1.11, false)]
    [InlineData(Relation.Near, double.NaN, false)]
    [InlineData(Relation.Exactly, 1, true)]
    [InlineData(Relation.Exactly, 1.0000001, false)]
    [InlineData(Relation.AtMost, 1, true)]
    [InlineData(Relation.AtMost, 1.0000001, false)]
    [InlineData(Relation.AtMost, double.NegativeInfinity, false)]
    [InlineData(Relation.AtLeast, 1, true)]
    [InlineData(Relation.AtLeast, 0.9999999, false)]
    [InlineData(Relation.AtLeast, double.PositiveInfinity, false)]
    public void A_claim_holds_within_its_tolerance_and_not_beyond(Relation relation, double measured, bool holds)
    {
        var claim = new Claim
        {
            Id = "claim",
            Subject = "none",
            Source = "none",
            Statement = "none",
            Predicted = 1,
            Relation = relation,
            Within = 0.1000001,
            Measure = _ => measured,
        };
        Assert.Equal(holds, claim.Check(new Seed(0), seeds: 2).Holds);
    }

    [Fact]
    public void A_tolerance_is_a_share_of_the_prediction_unless_it_is_given_in_its_units()
    {
        var claim = new Claim
        {
            Id = "claim",
            Subject = "none",
            Source = "none",
            Statement = "none",
            Predicted = -4,
            Relation = Relation.Near,
            Tolerance = 0.05,
            Measure = _ => -4.19,
        };
        Assert.Equal(0.2, claim.Within, 1e-12);
        Assert.True(claim.Check(new Seed(0), seeds: 1).Holds);
        Assert.False((claim with { Within = 0.1 }).Check(new Seed(0), seeds: 1).Holds);
    }

    [Fact]
    public void One_seed_that_leaves_a_bound_breaks_the_claim_and_a_mean_within_the_tolerance_does_not()
    {
        var draws = new Queue<double>([0.8, 1.2, 0.8, 1.2]);
        var claim = new Claim
        {
            Id = "claim",
            Subject = "none",
            Source = "none",
            Statement = "none",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.1,
            Measure = _ => draws.Dequeue(),
        };
        Assert.True(claim.Check(new Seed(0), seeds: 2).Holds);
        Assert.False((claim with { Relation = Relation.AtMost }).Check(new Seed(0), seeds: 2).Holds);
    }
}
