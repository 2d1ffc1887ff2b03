using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;

namespace Superposition.Verification;

/// <summary>Claims about one bank of neurons of bias −1 for ANDs of every fan-in (T4 and T5).</summary>
public static class SharedBankClaims
{
    private const string Source = "the post of the authors of arXiv 2408.05451 for the bank; centred read-off and moments derived here";
    private static readonly SparseInputs Inputs = new(24, 4, Sparsity.Exactly);

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. from fanIn in new[] { 2, 3, 4 }
           from neurons in new[] { 1024, 2048, 4096 }
           select Spread(AndBank.Shared(BankWeights.Subsets, fanIn, neurons, 0.4)),
        .. from fanIn in new[] { 2, 3, 4 } select Spread(AndBank.Shared(BankWeights.Signs, fanIn, 2048)),
        new()
        {
            Id = "one-bank-beats-two",
            Subject = "T5",
            Source = Source,
            Statement =
                "At 3 active features one bank of signs reads pairs and threes with less error than two banks of half the neurons each: "
                + "its rms over theirs, the larger of t = 2 and 3 (24 features, 2048 neurons)",
            Predicted = 0.8,
            Relation = Relation.AtMost,
            Measure = seed => new[] { 2, 3 }.Max(fanIn =>
                Rms(AndBank.Shared(BankWeights.Signs, fanIn, 2048), 3, seed) / Rms(AndBank.Signs(fanIn, 1024, bias: -1), 3, seed)),
        },
        new()
        {
            Id = "one-bank-loses-at-fan-in-three-of-four",
            Subject = "T5",
            Source = Source,
            Statement =
                "At 4 active features it loses for t = 3: κ over that of three banks of the best signs, from sums over the weights of a "
                + "neuron",
            Predicted = 1.5,
            Relation = Relation.AtLeast,
            Measure = _ => Kappa(AndBank.Shared(BankWeights.Signs, 3, 1)) / (Math.Sqrt(3) * new[] { 0.0, 0.5, 1, 1.5, 2 }.Select(b =>
                AndBank.Signs(3, 1, -b)).Where(bank => bank.Signal(4) > 1e-9).Min(Kappa)),
        },
        new()
        {
            Id = "inclusion-exclusion-bias",
            Subject = "T5",
            Source = "the post of the authors of arXiv 2408.05451, with the sign mended; bias derived here",
            Statement =
                "The authors' inclusion and exclusion is biased where both of a pair are active: mean error at density 1/4 (24 "
                + "features, exactly 4 active, 8192 neurons)",
            Predicted = InclusionExclusion.Predict(AndBank.Shared(BankWeights.Subsets, 2, 8192, 0.25), 4, 2).Mean,
            Relation = Relation.Near,
            Tolerance = 0.05,
            Measure = seed =>
            {
                var bank = AndBank.Shared(BankWeights.Subsets, 2, 8192, 0.25);
                using var network = InclusionExclusion.Build(bank, FanInAnds.All(24, 2), seed);
                return OutputErrors.Measure(
                    network, FanInAnds.All(24, 2), InputSample.Drawn(Inputs, 400, seed.For("measurement")))[FanInAnds.ClassOf(2, 2)].Mean;
            },
        },
    ];

    private static Claim Spread(AndBank bank)
    {
        var name = FanInAnds.ClassOf(0, bank.FanIn);
        return new Claim
        {
            Id = $"one-bank-{(bank.Weights == BankWeights.Signs ? "signs" : "subsets")}-t{bank.FanIn}-n{bank.Neurons}",
            Subject = "T5",
            Source = Source,
            Statement =
                $"One bank for every fan-in, {bank}, read for ANDs of {bank.FanIn}: √n times the standard deviation with none of the "
                + $"set active (24 features, exactly 4 active, {bank.Neurons} neurons)",
            Predicted = Math.Sqrt(bank.Neurons) * HighFanInAnd.Predict(bank, Inputs, sets: 1)[name].Std,
            Relation = Relation.Near,
            Tolerance = 0.03,
            Measure = seed => Math.Sqrt(bank.Neurons) * Errors(bank, 4, seed)[name].Std,
        };
    }

    private static double Kappa(AndBank bank) => Math.Sqrt(bank.Product(4, 0).MeanSquare) / Math.Abs(bank.Signal(4));

    private static double Rms(AndBank bank, int active, Seed seed) => Errors(bank, active, seed).Rms;

    private static ErrorReport Errors(AndBank bank, int active, Seed seed)
    {
        var inputs = new SparseInputs(24, active, Sparsity.Exactly);
        var targets = FanInAnds.Draw(
            24, bank.FanIn, (int)System.Numerics.BigInteger.Min(400, Combinations.Count(24, bank.FanIn)), seed.Stream("sets"));
        using var network = HighFanInAnd.Build(bank, inputs, targets, seed);
        return OutputErrors.Measure(network, targets, InputSample.Drawn(inputs, 400, seed.For("measurement")));
    }
}
