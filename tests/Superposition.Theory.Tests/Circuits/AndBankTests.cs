using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.UniversalAnd;

namespace Superposition.Tests.Circuits;

/// <summary>Moments of banks by going through all weights of the active features, and what is refused.</summary>
public class AndBankTests
{
    private static readonly AndBank[] Banks =
    [
        AndBank.Subsets(1, 9, 0.3), AndBank.Subsets(2, 9, 0.3), AndBank.Subsets(3, 9, 0.2), AndBank.Signs(2, 9, bias: -1),
        AndBank.Signs(3, 9, bias: -0.5), AndBank.Signs(4, 9, bias: 1), AndBank.Shared(BankWeights.Subsets, 3, 9, 0.4),
        AndBank.Shared(BankWeights.Signs, 2, 9),
    ];

    [Fact]
    public void Signals_and_moments_are_those_of_all_weights()
    {
        foreach (var bank in Banks)
        {
            for (var active = bank.FanIn; active <= 6; active++)
            {
                Assert.Equal(Moments(bank, active, bank.FanIn).Mean, bank.Signal(active), 1e-12);
            }

            for (var active = 1; active <= 6; active++)
            {
                for (var members = 0; members <= Math.Min(active, bank.FanIn); members++)
                {
                    var (mean, meanSquare) = bank.Product(active, members);
                    var expected = Moments(bank, active, members);
                    Assert.Equal(members == bank.FanIn ? expected.Mean : 0, mean, 1e-12);
                    Assert.Equal(expected.MeanSquare, meanSquare, 1e-9);
                }
            }
        }
    }

    [Fact]
    public void A_shared_bank_of_subsets_has_signals_of_either_sign_that_never_vanish()
    {
        var inputs = new SparseInputs(12, 5, Sparsity.AtMost);
        var even = AndBank.Shared(BankWeights.Subsets, 2, 9, 0.3);
        Assert.Equal([2, 3, 4, 5], even.Signals(inputs).Select(s => s.Active));
        AssertClose([1, 0.7, 0.49, 0.343], even.Signals(inputs).Select(s => s.Signal));
        Assert.Equal((1 + 0.343) / 2, even.Normaliser(inputs), 1e-12);

        // (−1)³: all negative, which a shared bank takes into its read-off.
        var odd = AndBank.Shared(BankWeights.Subsets, 3, 9, 0.3);
        AssertClose([-1, -0.7, -0.49], odd.Signals(inputs).Select(s => s.Signal));
        Assert.True(odd.HasOneSign(inputs));
        Assert.Equal(-(1 + 0.49) / 2, odd.Normaliser(inputs), 1e-12);

        // Exactly five active: one signal; fewer active than members: none.
        Assert.Equal([5], odd.Signals(new SparseInputs(12, 5, Sparsity.Exactly)).Select(s => s.Active));
        var few = new SparseInputs(12, 2, Sparsity.AtMost);
        Assert.Empty(odd.Signals(few));
        Assert.Equal(1, odd.Normaliser(few));
        Assert.True(odd.ReadsEvenly(few));
    }

    [Theory]
    [InlineData(BankWeights.Subsets, 2, 0.4, true)]
    [InlineData(BankWeights.Subsets, 2, 0.45, false)]
    [InlineData(BankWeights.Subsets, 3, 0.4, true)]
    [InlineData(BankWeights.Subsets, 3, 0.71, false)]
    public void Signals_that_differ_by_three_or_more_are_not_read_evenly(BankWeights weights, int fanIn, double density, bool expected)
    {
        // At most four active: 1, 1 − p and, for pairs, (1 − p)²: 0.36 and 0.3025 lie on either side of a third.
        var inputs = new SparseInputs(12, 4, Sparsity.AtMost);
        var bank = AndBank.Shared(weights, fanIn, 9, density);
        Assert.True(bank.HasOneSign(inputs));
        Assert.Equal(expected, bank.ReadsEvenly(inputs));
    }

    [Fact]
    public void Signals_that_vanish_or_change_their_sign_are_not_read_evenly()
    {
        // Triples by subsets of density ½: 1, 0 and −¼ with three, four and six active.
        var bank = AndBank.Subsets(3, 9, 0.5);
        foreach (var active in new[] { 4, 6 })
        {
            var inputs = new SparseInputs(12, active, Sparsity.AtMost);
            Assert.False(bank.HasOneSign(inputs));
            Assert.False(bank.ReadsEvenly(inputs));
            Assert.Throws<ConstructionFailedException>(() => bank.Normaliser(inputs));
        }

        var vanishing = new SparseInputs(12, 4, Sparsity.Exactly);
        Assert.False(bank.HasOneSign(vanishing));
        Assert.False(bank.ReadsEvenly(vanishing));

        // With exactly six all are negative: one sign, which only a shared bank reads.
        var negative = new SparseInputs(12, 6, Sparsity.Exactly);
        Assert.True(bank.HasOneSign(negative));
        Assert.Throws<ConstructionFailedException>(() => bank.Normaliser(negative));
    }

    [Fact]
    public void Banks_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AndBank.Subsets(0, 9, 0.3));
        Assert.Throws<ArgumentOutOfRangeException>(() => AndBank.Subsets(2, 0, 0.3));
        Assert.Throws<ArgumentOutOfRangeException>(() => AndBank.Signs(0, 9, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AndBank.Signs(2, 9, -1).WithNeurons(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AndBank.Shared(BankWeights.Signs, 1, 9));
        Assert.All(new[] { 0.0, 1, -0.1, 1.1 }, density => Assert.Contains(
            "strictly between 0 and 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => AndBank.Subsets(2, 9, density)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Banks_say_what_they_are()
    {
        Assert.Equal("random subsets of density 0.3", AndBank.Subsets(2, 9, 0.3).ToString());
        Assert.Equal("signs with bias -1.5", AndBank.Signs(2, 9, -1.5).ToString());
        var shared = AndBank.Shared(BankWeights.Signs, 2, 9);
        Assert.Equal((BankWeights.Signs, -1, true, 9), (shared.Weights, shared.Bias, shared.IsShared, shared.Neurons));
        Assert.Equal((4, -1), (shared.WithNeurons(4).Neurons, shared.WithNeurons(4).Bias));
        Assert.Equal(-1, AndBank.Shared(BankWeights.Subsets, 4, 9, 0.3).Bias);
    }

    private static void AssertClose(double[] expected, IEnumerable<double> actual) =>
        Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-12);

    /// <summary>E[Π_{j∈T} (W_j − E W)/Var W · (a − E a)] and its square, over all weights that count.</summary>
    private static (double Mean, double MeanSquare) Moments(AndBank bank, int active, int members)
    {
        var (low, high) = bank.Weights == BankWeights.Subsets ? (0.0, 1.0) : (-1.0, 1.0);
        var (p, all) = (bank.Density, active + bank.FanIn - members);
        var centre = (p * high) + ((1 - p) * low);
        var variance = (p * (high - centre) * (high - centre)) + ((1 - p) * (low - centre) * (low - centre));
        double level = 0, mean = 0, square = 0;
        foreach (var pass in new[] { 0, 1 })
        {
            for (var bits = 0; bits < 1 << all; bits++)
            {
                // The first are members that are active, then the other active ones, then members that are not active.
                double[] w = [.. Enumerable.Range(0, all).Select(j => (bits >> j & 1) == 1 ? high : low)];
                var probability = w.Aggregate(1.0, (product, weight) => product * (weight == high ? p : 1 - p));
                var a = Math.Max(0, w.Take(active).Sum() + bank.Bias);
                if (pass == 0)
                {
                    level += probability * a;
                    continue;
                }

                var own = w.Take(members).Concat(w.Skip(active));
                var factor = own.Aggregate(1.0, (product, weight) => product * (weight - centre) / variance);
                mean += probability * factor * (a - level);
                square += probability * factor * factor * (a - level) * (a - level);
            }
        }

        return (mean, square);
    }
}
