using Superposition.Booleans;

namespace Superposition.Baselines;

/// <summary>A code: every feature has a codeword, some of the neurons.</summary>
public sealed class Codewords
{
    private readonly int[][] members;

    private Codewords(int neurons, int[][] members)
    {
        Neurons = neurons;
        this.members = members;
    }

    /// <summary>d, the number of neurons.</summary>
    public int Neurons { get; }

    /// <summary>m, the number of features.</summary>
    public int Features => members.Length;

    /// <summary>The neurons of a feature's codeword.</summary>
    public ReadOnlySpan<int> this[int feature] => members[feature];

    /// <summary>The code of given codewords.</summary>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="words">The neurons of every feature, each from 0 to d − 1 and once.</param>
    public static Codewords Of(int neurons, IReadOnlyList<int[]> words)
    {
        if (words.Any(word => word.Distinct().Count() != word.Length || word.Any(neuron => neuron < 0 || neuron >= neurons)))
        {
            throw new ArgumentException($"A codeword names neurons from 0 to {neurons - 1}, each once.", nameof(words));
        }

        return new Codewords(neurons, [.. words.Select(word => word.ToArray())]);
    }

    /// <summary>Draws a code of K neurons a feature, each feature's independently of the others'.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="size">K, below d.</param>
    /// <param name="seed">The seed of the code.</param>
    public static Codewords DrawIndependently(int features, int neurons, int size, Seed seed)
    {
        ThrowIfNotBelow(size, neurons);
        var random = seed.Stream("independent-codewords");
        var all = Enumerable.Range(0, neurons).ToArray();
        return new Codewords(neurons, [.. Enumerable.Range(0, features).Select(_ =>
        {
            random.Shuffle(all);
            return all[..size];
        })]);
    }

    /// <summary>
    /// Draws a balanced code, in which every neuron stands in as nearly the same number of codewords as possible: feature by feature, the
    /// neurons with the fewest codewords so far, in random order among equals.
    /// </summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="size">K, below d.</param>
    /// <param name="seed">The seed of the code.</param>
    public static Codewords Draw(int features, int neurons, int size, Seed seed)
    {
        ThrowIfNotBelow(size, neurons);
        var random = seed.Stream("codewords");
        var load = new int[neurons];
        var words = new int[features][];
        for (var feature = 0; feature < features; feature++)
        {
            words[feature] = [.. Enumerable.Range(0, neurons).OrderBy(i => load[i]).ThenBy(_ => random.Next()).Take(size)];
            foreach (var neuron in words[feature])
            {
                load[neuron]++;
            }
        }

        return new Codewords(neurons, words);
    }

    /// <summary>
    /// The code after a number of tried swaps: two features exchange one neuron each if Σ overlap² over all pairs of features does not
    /// rise. Sizes of codewords and loads of neurons stay as they are.
    /// </summary>
    /// <param name="swaps">Swaps that are tried.</param>
    /// <param name="seed">The seed of the swaps.</param>
    public Codewords WithLessOverlap(int swaps, Seed seed) => Swapped(swaps, seed, isToLower: true);

    /// <summary>
    /// The code after a number of tried swaps, each made whenever it leaves codewords what they are: a random code of these sizes and
    /// loads.
    /// </summary>
    /// <param name="swaps">Swaps that are tried.</param>
    /// <param name="seed">The seed of the swaps.</param>
    public Codewords Shuffled(int swaps, Seed seed) => Swapped(swaps, seed, isToLower: false);

    private Codewords Swapped(int swaps, Seed seed, bool isToLower)
    {
        var random = seed.Stream("swaps");
        int[][] code = [.. members.Select(word => word.ToArray())];
        var has = new bool[Features, Neurons];
        for (var feature = 0; feature < Features; feature++)
        {
            foreach (var neuron in code[feature])
            {
                has[feature, neuron] = true;
            }
        }

        var overlap = Overlaps(code);
        for (var swap = 0; swap < swaps; swap++)
        {
            var (f, g) = (random.Next(Features), random.Next(Features));
            var (i, j) = (random.Next(code[f].Length), random.Next(code[g].Length));
            var (a, b) = (code[f][i], code[g][j]);
            if (f == g || has[f, b] || has[g, a])
            {
                continue;
            }

            Move(overlap, has, f, g, a, b);
            if (isToLower && Change(overlap, has, f, g, a, b) > 0)
            {
                // Taken back: the same exchange the other way round.
                Move(overlap, has, f, g, b, a);
                continue;
            }

            (code[f][i], code[g][j]) = (b, a);
            (has[f, a], has[f, b], has[g, b], has[g, a]) = (false, true, false, true);
        }

        return new Codewords(Neurons, code);
    }

    private static void ThrowIfNotBelow(int size, int neurons)
    {
        if (size < 1 || size >= neurons)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, $"A codeword is some of the {neurons} neurons, expected 1 … {neurons - 1}.");
        }
    }

    private static int[,] Overlaps(int[][] code)
    {
        var overlap = new int[code.Length, code.Length];
        for (var f = 0; f < code.Length; f++)
        {
            for (var g = 0; g < code.Length; g++)
            {
                overlap[f, g] = f == g ? 0 : code[f].Intersect(code[g]).Count();
            }
        }

        return overlap;
    }

    /// <summary>
    /// Overlaps after f gives neuron a for b, and g gives b for a. Who else holds a and b is read from <paramref name="has"/>.
    /// </summary>
    private void Move(int[,] overlap, bool[,] has, int f, int g, int a, int b)
    {
        for (var other = 0; other < Features; other++)
        {
            if (other == f || other == g)
            {
                continue;
            }

            var change = (has[other, b] ? 1 : 0) - (has[other, a] ? 1 : 0);
            overlap[f, other] += change;
            overlap[other, f] += change;
            overlap[g, other] -= change;
            overlap[other, g] -= change;
        }
    }

    /// <summary>By how much Σ overlap² has risen in <see cref="Move"/>.</summary>
    private int Change(int[,] overlap, bool[,] has, int f, int g, int a, int b)
    {
        var rise = 0;
        for (var other = 0; other < Features; other++)
        {
            if (other != f && other != g && has[other, a] != has[other, b])
            {
                var change = has[other, b] ? 1 : -1;
                var (ofF, ofG) = (overlap[f, other], overlap[g, other]);
                rise += (ofF * ofF) - ((ofF - change) * (ofF - change)) + (ofG * ofG) - ((ofG + change) * (ofG + change));
            }
        }

        return rise;
    }
}
