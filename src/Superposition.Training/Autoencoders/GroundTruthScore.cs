using System.Runtime.InteropServices;
using Google.OrTools.Graph;
using static TorchSharp.torch;

namespace Superposition.Autoencoders;

/// <summary>Latents compared with features of which it is known on every input whether they are present.</summary>
public sealed record GroundTruthScore
{
    /// <summary>The share of the activations' variance that the reconstruction leaves.</summary>
    public required double UnexplainedVariance { get; init; }

    /// <summary>Active latents an input, on average.</summary>
    public required double Active { get; init; }

    /// <summary>The share of latents that are active on no input.</summary>
    public required double Dead { get; init; }

    /// <summary>For each feature the correlation of the latent that follows it best.</summary>
    public required double[] Best { get; init; }

    /// <summary>
    /// For each feature the correlation of its own latent, when every latent is given to one feature at most (optimal assignment); their
    /// mean is the MCC.
    /// </summary>
    public required double[] Matched { get; init; }

    /// <summary>For each feature, how many latents follow it and no other feature better.</summary>
    public required int[] Followers { get; init; }

    /// <summary>Latents that are active somewhere and follow no feature.</summary>
    public required int Unexplained { get; init; }

    /// <summary>
    /// Absorption (Chanin et al., "A is for absorption", 2024): of the inputs on which a recovered feature is present, the share on which
    /// its latent is silent while a latent that follows a more specific feature, present only together with it, is active; mean over
    /// recovered features that have such. Null when there is none.
    /// </summary>
    public required double? Absorbed { get; init; }

    /// <summary>Scores a dictionary on inputs whose features are known; each latent follows at most one feature.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="activations_nd">Activations, shape [n, d].</param>
    /// <param name="features_nf">Where each feature is present, zeros and ones, shape [n, f].</param>
    /// <param name="followsAt">The correlation from which a latent follows a feature.</param>
    public static GroundTruthScore Of(ILatentDictionary dictionary, Tensor activations_nd, Tensor features_nf, double followsAt)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var a_nd = activations_nd.to(float32);
        var latents_nl = dictionary.Latents(a_nd);
        var left = (dictionary.Reconstruct(latents_nl) - a_nd).square().sum().item<float>() / (a_nd - a_nd.mean([0], keepdim: true))
            .square().sum().clamp_min(1e-30).item<float>();
        var active_nl = latents_nl > 0;
        var isAlive = active_nl.any(0).data<bool>().ToArray();
        var (n, l, f) = (latents_nl.shape[0], (int)latents_nl.shape[1], (int)features_nf.shape[1]);
        var correlations = Correlations(latents_nl.to(float64), features_nf.to(float64));
        double At(int latent, int feature) => correlations[(latent * f) + feature];
        var followed = Enumerable.Range(0, l).Select(i =>
            isAlive[i] && Enumerable.Range(0, f).MaxBy(j => At(i, j)) is var best && At(i, best) >= followsAt ? best : -1).ToArray();
        return new GroundTruthScore
        {
            UnexplainedVariance = left,
            Active = active_nl.sum(1, type: float64).mean().item<double>(),
            Dead = isAlive.Count(alive => !alive) / (double)l,
            Best = [.. Enumerable.Range(0, f).Select(j => Enumerable.Range(0, l).Max(i => At(i, j)))],
            Matched = Assign(correlations, l, f),
            Followers = [.. Enumerable.Range(0, f).Select(j => followed.Count(feature => feature == j))],
            Unexplained = Enumerable.Range(0, l).Count(i => isAlive[i] && followed[i] < 0),
            Absorbed = Absorption(active_nl, features_nf.to(@bool), followed, At, n),
        };
    }

    /// <summary>Pearson correlations, row-major [l, f]; 0 where something does not vary.</summary>
    private static double[] Correlations(Tensor latents_nl, Tensor features_nf)
    {
        using var scope = NewDisposeScope();
        static Tensor Standard(Tensor columns)
        {
            var centred = columns - columns.mean([0], keepdim: true);
            return centred / centred.norm(dim: 0, keepdim: true, p: 2).clamp_min(1e-12);
        }

        return Standard(latents_nl).t().matmul(Standard(features_nf)).contiguous().data<double>().ToArray();
    }

    private static double[] Assign(double[] correlations, int latents, int features)
    {
        // The solver wants squares and whole numbers: what is missing on either side is filled with cells of no correlation.
        const double resolution = 1e6;
        var size = Math.Max(latents, features);
        using var assignment = new LinearSumAssignment();
        for (var j = 0; j < size; j++)
        {
            for (var i = 0; i < size; i++)
            {
                var correlation = j < features && i < latents ? correlations[(i * features) + j] : 0;
                assignment.AddArcWithCost(j, i, (long)Math.Round((1 - correlation) * resolution));
            }
        }

        return assignment.Solve() == LinearSumAssignment.Status.OPTIMAL
            ? [.. Enumerable.Range(0, features).Select(j =>
                assignment.RightMate(j) is var i && i < latents ? correlations[(i * features) + j] : 0)]
            : throw new InvalidOperationException($"The assignment of {features} features to {latents} latents found no solution.");
    }

    private static double? Absorption(Tensor active_nl, Tensor features_nf, int[] followed, Func<int, int, double> correlation, long n)
    {
        using var scope = NewDisposeScope();
        var isActive = MemoryMarshal.Cast<byte, bool>(active_nl.t().contiguous().bytes).ToArray();
        var isPresent = MemoryMarshal.Cast<byte, bool>(features_nf.t().contiguous().bytes).ToArray();
        var f = isPresent.Length / (int)n;
        bool Active(int latent, int input) => isActive[(latent * n) + input];
        bool Present(int feature, int input) => isPresent[(feature * n) + input];
        var shares = new List<double>();
        for (var j = 0; j < f; j++)
        {
            int[] positives = [.. Enumerable.Range(0, (int)n).Where(input => Present(j, input))];
            var own = Enumerable.Range(0, followed.Length).Where(i => followed[i] == j).ToArray();
            int[] specific =
                [.. Enumerable.Range(0, followed.Length).Where(i => followed[i] is >= 0 and var other && other != j && IsPartOf(other, j))];
            if (own.Length > 0 && specific.Length > 0)
            {
                var latent = own.MaxBy(i => correlation(i, j));
                shares.Add(positives.Average(input =>
                    !Active(latent, input) && specific.Any(i => Present(followed[i], input) && Active(i, input)) ? 1.0 : 0));
            }
        }

        return shares.Count == 0 ? null : shares.Average();

        bool IsPartOf(int other, int whole)
        {
            for (var input = 0; input < n; input++)
            {
                if (Present(other, input) && !Present(whole, input))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
