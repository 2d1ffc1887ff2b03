using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// What taking each of c features away does to each of g outputs, context by context. Intermediate tensors, owned by the caller's dispose
/// scope; the numbers that are reported of them are <see cref="FeatureUse"/>.
/// </summary>
/// <param name="Directions_cd">What is taken away, mean over contexts, float64, shape [c, d].</param>
/// <param name="Length_c">Its length in standard deviations of each neuron, root mean square over contexts, float64, shape [c].</param>
/// <param name="Rms_cg">
/// The effect on each output, root mean square over contexts, in shares of the output's range, float32, shape [c, g].
/// </param>
/// <param name="Largest_cg">The largest absolute effect in any context, in the same unit, float32, shape [c, g].</param>
/// <param name="Share_cg">The share of contexts in which the effect on an output is material, float32, shape [c, g].</param>
/// <param name="Material">For each feature the number of contexts in which the effect on some output is material.</param>
/// <param name="Contexts">For each feature the number of contexts.</param>
/// <param name="Unclear">
/// For each feature its largest effect, root mean square over contexts, on an output that nearly all pairs move and where size does not
/// tell use from interference; 0 where there is none.
/// </param>
/// <param name="AreAll">Whether these are all contexts of the input set.</param>
/// <param name="AreExact">Whether nothing was drawn in any of them.</param>
internal sealed record FeatureEffects(
    Tensor Directions_cd, Tensor Length_c, Tensor Rms_cg, Tensor Largest_cg, Tensor Share_cg, IReadOnlyList<int> Material,
        IReadOnlyList<int> Contexts, IReadOnlyList<double> Unclear,
    bool AreAll, bool AreExact)
{
    /// <summary>
    /// Features of which it cannot be told whether an effect is their own: material in some context when few features replace their
    /// members and in none when many do, or as <see cref="ReplacementDisputes"/> says.
    /// </summary>
    public IReadOnlySet<int> Disputed { get; init; } = new HashSet<int>();

    /// <summary>Reduces the effects of some features over their contexts.</summary>
    /// <param name="removed_pkd">What is taken away in each of k contexts, shape [p, k, d].</param>
    /// <param name="effect_pkg">What that does, in shares of ranges, shape [p, k, g].</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="floor">From where an effect on an output is material.</param>
    /// <param name="areAll">Whether these are all contexts.</param>
    /// <param name="areExact">Whether nothing was drawn in any of them.</param>
    public static FeatureEffects Over(
        Tensor removed_pkd, Tensor effect_pkg, NeuronUnits units, InterferenceFloor floor, bool areAll, bool areExact)
    {
        using var scope = NewDisposeScope();
        var size_pkg = effect_pkg.abs();
        var rms_pg = size_pkg.square().mean([1]).sqrt();
        var material_1g = floor.Material_1g.to(size_pkg.dtype);

        // Interference has either sign: where nearly all pairs move an output, what is used moves it the same way in most contexts. An
        // effect that reaches the floor without doing so tells nothing by its size.
        var isLarge_pg = rms_pg >= material_1g;
        var isSteady_pg = effect_pkg.mean([1]).abs() >= material_1g;
        var counts_pg = floor.IsCrowded_1g.logical_not().logical_or(isSteady_pg);
        var isMaterial_pkg = (size_pkg >= material_1g).logical_and(counts_pg.unsqueeze(1));
        var isUnclear_pg =
            floor.IsDiffuse_1g.logical_and(rms_pg >= floor.Immaterial).logical_or(isLarge_pg.logical_and(counts_pg.logical_not()));
        var (features, contexts) = ((int)size_pkg.shape[0], (int)size_pkg.shape[1]);
        return new FeatureEffects(
            removed_pkd.to(float64).mean([1]),
            (removed_pkd.to(float64) * units.Inverse_1d).square().sum(2).mean([1]).sqrt(),
            rms_pg.to(float32),
            size_pkg.amax([1]).to(float32),
            isMaterial_pkg.to(float32).mean([1]),
            [.. isMaterial_pkg.any(2).to(int64).sum(1).data<long>().ToArray().Select(count => (int)count)],
            [.. Enumerable.Repeat(contexts, features)],
            [.. where(isUnclear_pg, rms_pg, zeros_like(rms_pg)).amax([1]).to(float64).data<double>().ToArray()],
            areAll,
            areExact).MoveToOuterScope();
    }

    /// <summary>Features one after the other.</summary>
    public static FeatureEffects Concat(IReadOnlyList<FeatureEffects> parts)
    {
        Tensor All(Func<FeatureEffects, Tensor> part) => cat([.. parts.Select(part)]);
        return new FeatureEffects(
            All(p => p.Directions_cd), All(p => p.Length_c), All(p => p.Rms_cg), All(p => p.Largest_cg), All(p => p.Share_cg),
            [.. parts.SelectMany(p => p.Material)], [.. parts.SelectMany(p => p.Contexts)], [.. parts.SelectMany(p => p.Unclear)],
                parts.All(p => p.AreAll), parts.All(p => p.AreExact));
    }

    /// <summary>The same with other effects in the places of some features.</summary>
    /// <param name="places">Which.</param>
    /// <param name="others">Their effects.</param>
    public FeatureEffects With(int[] places, FeatureEffects others)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(places.Select(place => (long)place).ToArray(), int64);
        Tensor Mixed(Tensor own, Tensor other) => own.index_copy(0, rows, other);
        T[] MixedList<T>(IReadOnlyList<T> own, IReadOnlyList<T> other)
        {
            T[] all = [.. own];
            for (var i = 0; i < places.Length; i++)
            {
                all[places[i]] = other[i];
            }

            return all;
        }

        return new FeatureEffects(
            Mixed(Directions_cd, others.Directions_cd), Mixed(Length_c, others.Length_c), Mixed(Rms_cg, others.Rms_cg),
                Mixed(Largest_cg, others.Largest_cg), Mixed(Share_cg, others.Share_cg),
            MixedList(Material, others.Material), MixedList(Contexts, others.Contexts), MixedList(Unclear, others.Unclear),
                AreAll, AreExact)
        {
            Disputed = places.Where((place, i) => Material[place] > 0 && others.Material[i] == 0).ToHashSet(),
        }.MoveToOuterScope();
    }

    /// <summary>The same tensors, owned by the next outer dispose scope.</summary>
    public FeatureEffects MoveToOuterScope()
    {
        foreach (var tensor in new[] { Directions_cd, Length_c, Rms_cg, Largest_cg, Share_cg })
        {
            tensor.MoveToOuterDisposeScope();
        }

        return this;
    }
}
