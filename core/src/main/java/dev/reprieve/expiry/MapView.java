package dev.reprieve.expiry;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store as a map. */
@SuppressWarnings("unchecked") // java.util.Map asks by Object; nodes hold what was put as K and V
final class MapView<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
  private final StripedStore<K, V> store;
  private final Lifetime written;
  private final Lifetime computed;

  MapView(StripedStore<K, V> store, Lifetime written, Lifetime computed) {
    this.store = store;
    this.written = written;
    this.computed = computed;
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, store.liveSize());
  }

  @Override
  public boolean isEmpty() {
    return store.liveSize() == 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return store.get((K) Objects.requireNonNull(key, "key"));
  }

  @Override
  public V getOrDefault(@Nullable Object key, V other) {
    V value = get(key);
    return value == null ? other : value;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return store.containsKey((K) Objects.requireNonNull(key, "key"));
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return super.containsValue(Objects.requireNonNull(value, "value"));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return store.put(key, value, written);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return store.putIfAbsent(key, value, written);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return store.replace(key, value, written);
  }

  @Override
  public boolean replace(K key, V expected, V value) {
    return store.replace(key, expected, value, written);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return store.remove((K) Objects.requireNonNull(key, "key"));
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    Objects.requireNonNull(key, "key");
    return value != null && store.remove((K) key, (V) value);
  }

  @Override
  public void clear() {
    store.clear();
  }

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    return store.compute(key, function, computed);
  }

  @Override
  public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
    return store.computeIfAbsent(key, function, written);
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return store.compute(
        key, (k, present) -> present == null ? null : function.apply(k, present), computed);
  }

  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    return store.merge(key, value, function, computed);
  }

  @Override
  public Set<K> keySet() {
    return new Keys();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new Entries();
  }

  /** The keys; only what {@link AbstractMap}'s own would do by a search is different. */
  private final class Keys extends AbstractSet<K> {
    @Override
    public Iterator<K> iterator() {
      Iterator<Entry<K, V>> entries = new Walk();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public K next() {
          return entries.next().getKey();
        }

        @Override
        public void remove() {
          entries.remove();
        }
      };
    }

    @Override
    public int size() {
      return MapView.this.size();
    }

    @Override
    public boolean isEmpty() {
      return MapView.this.isEmpty();
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return containsKey(key);
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return MapView.this.remove(key) != null;
    }

    @Override
    public void clear() {
      store.clear();
    }
  }

  private final class Entries extends AbstractSet<Entry<K, V>> {
    @Override
    public Iterator<Entry<K, V>> iterator() {
      return new Walk();
    }

    @Override
    public int size() {
      return MapView.this.size();
    }

    @Override
    public boolean isEmpty() {
      return MapView.this.isEmpty();
    }

    @Override
    public boolean contains(@Nullable Object candidate) {
      if (!(candidate instanceof Entry<?, ?> entry)) {
        return false;
      }
      Object key = entry.getKey();
      Object value = entry.getValue();
      return key != null && value != null && value.equals(get(key));
    }

    @Override
    public boolean remove(@Nullable Object candidate) {
      if (!(candidate instanceof Entry<?, ?> entry)) {
        return false;
      }
      Object key = entry.getKey();
      Object value = entry.getValue();
      return key != null && value != null && store.remove((K) key, (V) value);
    }

    @Override
    public void clear() {
      store.clear();
    }
  }

  /** Goes through the stripes, one list of nodes after the other. */
  private final class Walk implements Iterator<Entry<K, V>> {
    private int stripe;
    private List<Node> nodes = List.of();
    private int position;
    private @Nullable Shown upcoming;
    private @Nullable Shown last;

    @Override
    public boolean hasNext() {
      while (upcoming == null) {
        if (position < nodes.size()) {
          Node node = nodes.get(position++);
          Object key = node.key;
          Object value = node.value;
          if (key != null && value != null && store.isLive(node)) {
            upcoming = new Shown(node, (K) key, (V) value);
          }
        } else if (stripe < store.stripeCount()) {
          nodes = store.nodes(stripe++);
          position = 0;
        } else {
          return false;
        }
      }
      return true;
    }

    @Override
    public Entry<K, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Shown shown = Objects.requireNonNull(upcoming);
      upcoming = null;
      last = shown;
      return shown;
    }

    @Override
    public void remove() {
      if (last == null) {
        throw new IllegalStateException("Nothing to remove");
      }
      store.removeNode(last.node);
      last = null;
    }
  }

  /** An entry as it was when it was shown; a value that is set is written through. */
  private final class Shown extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient Node node;

    Shown(Node node, K key, V value) {
      super(key, value);
      this.node = node;
    }

    @Override
    public V setValue(V value) {
      store.put(getKey(), value, computed);
      return super.setValue(value);
    }
  }
}
