using System.Collections.Immutable;
using Superposition.AttentionKeys;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Verification;

/// <summary>Claims about one attention head whose query–key product tests gates of any two key features.</summary>
public static class UniversalKeyClaims
{
    private const string Source =
        "the post of the authors of arXiv 2408.05451, on universal keys; this head is derived here, docs/algebraic-codes.md";
    private const int Features = 32, Tokens = 32, Tests = 200;

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        Scores(PairGate.And, 1.0 / 7),
        Scores(PairGate.Or, 1.0 / 7),
        Scores(PairGate.Xor, 2.0 / 7),
        Attends(
            "code", "All 496 XOR queries of the head attend most to the right token: share of drawn sequences of 32 tokens, one of "
            + "which has both features", 1, Relation.AtLeast, (gates, _) => UniversalKeys.Head(gates)),
        Attends("linear", "Linear keys attend to the token with both features instead: the same share", 0.05, Relation.AtMost, (gates, _) =>
            UniversalKeys.LinearHead(gates, Inputs())),
        Attends(
            "random", "Keys from a random layer of the same dimension, with fitted queries, miss some: the same share", 0.95,
            Relation.AtMost, (gates, seed) => UniversalKeys.RandomHead(gates, Inputs(), seed)),
    ];

    private static Claim Scores(PairGate gate, double epsilon) => new()
    {
        Id = $"keys-{(gate == PairGate.And ? "and" : gate == PairGate.Or ? "or" : "xor")}",
        Subject = "keys",
        Source = Source,
        Statement =
            $"A head of 64 dimensions scores all 496 {(gate == PairGate.And ? "AND" : gate == PairGate.Or ? "OR" : "XOR")} tests of 32 "
            + "key features: largest error over all tokens with at most 2 active",
        Predicted = epsilon,
        Relation = Relation.Near,
        Tolerance = 1e-5,
        Measure = _ =>
        {
            var gates = new PairGates(Features, gate);
            using var head = UniversalKeys.Head(gates);
            return OutputErrors.Measure(head, gates, InputSample.All(new SparseInputs(Features, 2, Sparsity.AtMost))).Epsilon;
        },
    };

    private static Claim Attends(
        string keys, string statement, double predicted, Relation relation, Func<PairGates, Seed, ReluNetwork> draw) => new()
        {
            Id = $"keys-attend-{keys}",
            Subject = "keys",
            Source = Source,
            Statement = statement,
            Predicted = predicted,
            Relation = relation,
            Measure = seed =>
            {
                var gates = new PairGates(Features, PairGate.Xor);
                using var head = draw(gates, seed);
                return UniversalKeys.AttendsRight(head, gates, Tokens, Tests, seed);
            },
        };

    private static ActiveSets Inputs() => new SparseInputs(Features, 2, Sparsity.AtMost).All(1000).First();
}
