package dev.reprieve.expiry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The store: {@link Stripe}s by hash, one {@link StoreClock}, one {@link Notifier}. */
@SuppressWarnings("unchecked") // nodes hold what was put as K and V
final class StripedStore<K, V> implements KeyExpiryStore<K, V> {
  /** What {@link #set} answers when the value was not the expected one. */
  private static final Object MISMATCH = new Object();

  private static final int USUAL_STRIPES = 64;
  private static final int MOST_STRIPES = 1024;

  private enum Only {
    ALWAYS,
    IF_ABSENT,
    IF_PRESENT,
    IF_SAME
  }

  private final StoreClock clock;
  private final Stripe[] stripes;
  private final int shift;
  private final Notifier<K, V> notifier;
  private final Drains<K, V> drains;
  private final LongAdder passive = new LongAdder();
  private final @Nullable LongAdder hits;
  private final @Nullable LongAdder misses;
  private final @Nullable Ticker ticker;
  private final @Nullable ActiveExpiry activeExpiry;

  StripedStore(KeyExpiryStoreBuilder<K, V> settings) {
    clock = new StoreClock(settings.clock, settings.precision);
    int count = stripeCount(settings.expectedSize);
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(count);
    int capacity = capacity(settings.expectedSize / count);
    long now = clock.now();
    stripes = new Stripe[count];
    for (int i = 0; i < count; i++) {
      stripes[i] = new Stripe(capacity, now);
    }
    notifier = new Notifier<>(settings.subscriptions, settings.summarisesFlushes, settings.weigher);
    drains = new Drains<>(stripes, clock, notifier, settings.stopwatch, settings.effort);
    hits = settings.countsReads ? new LongAdder() : null;
    misses = settings.countsReads ? new LongAdder() : null;
    ticker = settings.tickerPeriod == null ? null : new Ticker(clock, settings.tickerPeriod);
    if (ticker != null) {
      SystemTime.daemon("reprieve-expiry-ticker", ticker::run).start();
    }
    activeExpiry = settings.scheduler == null ? null : new ActiveExpiry(drains, settings.scheduler);
    if (activeExpiry != null) {
      activeExpiry.start();
    }
  }

  /**
   * One for the fewest keys, the usual number from 4,096 on, and more from a quarter of a million
   * on.
   */
  private static int stripeCount(long keys) {
    if (keys == 0) {
      return USUAL_STRIPES;
    }
    int count = 1;
    while (count < (count < USUAL_STRIPES ? keys / 64 : Math.min(MOST_STRIPES, keys / 4096))) {
      count <<= 1;
    }
    return count;
  }

  private static int capacity(long keys) {
    int capacity = 16;
    while (capacity < keys + (keys >> 3) && capacity < 1 << 26) {
      capacity <<= 1;
    }
    return capacity;
  }

  private static int hash(Object key) {
    int hash = key.hashCode();
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private Stripe stripe(int hash) {
    // The mask is for a single stripe: a shift by 32 is none.
    return stripes[hash >>> shift & (stripes.length - 1)];
  }

  // ---- reading

  @Override
  public @Nullable V get(K key) {
    V value = (V) read(Objects.requireNonNull(key, "key"));
    if (hits != null && misses != null) {
      (value == null ? misses : hits).increment();
    }
    return value;
  }

  private @Nullable Object read(Object key) {
    int hash = hash(key);
    Stripe stripe = stripe(hash);
    int resizes = stripe.resizes();
    Node head = stripe.head(hash);
    long floor = clock.floor();
    Node node = stripe.find(key, hash, resizes, head);
    while (node != null) {
      long word = node.word;
      Object value = node.value;
      if (word != Word.DEAD) {
        if (clock.hasPassed(Word.deadline(word), floor)) {
          if (Word.isClaimed(word) || expire(stripe, node, word)) {
            return null;
          }
        } else if (node.word == word && value != null) {
          return value;
        }
      }
      node = stripe.find(key, hash);
    }
    return null;
  }

  /** Kills an expired node, as an access; false if its word has changed. */
  private boolean expire(Stripe stripe, Node node, long word) {
    return expire(stripe, node, word, Word.deadline(word));
  }

  /**
   * Kills a node, as an access.
   *
   * @param deadline which has passed: its own, or one that a live node was just given
   * @return false if its word has changed
   */
  private boolean expire(Stripe stripe, Node node, long word, long deadline) {
    if (!node.compareAndSetWord(word, Word.DEAD)) {
      return false;
    }
    Batch batch = new Batch(notifier.tells(ExpiryWay.PASSIVE));
    batch.take(node, deadline);
    stripe.bury(node);
    passive.increment();
    notifier.tell(batch.handOver(), ExpiryWay.PASSIVE);
    return true;
  }

  /** Whether a node is live; if it is expired, it goes. */
  private boolean isLive(Stripe stripe, Node node) {
    while (true) {
      long word = node.word;
      if (word == Word.DEAD) {
        return false;
      }
      long deadline = Word.deadline(word);
      if (deadline == Word.NO_DEADLINE || !clock.hasPassed(deadline)) {
        return true;
      }
      if (Word.isClaimed(word) || expire(stripe, node, word)) {
        return false;
      }
    }
  }

  @Override
  public boolean containsKey(K key) {
    return read(Objects.requireNonNull(key, "key")) != null;
  }

  @Override
  public TimeToLive ttl(K key) {
    int hash = hash(Objects.requireNonNull(key, "key"));
    Stripe stripe = stripe(hash);
    while (true) {
      Node node = stripe.find(key, hash);
      if (node == null) {
        return TimeToLive.Absent.ABSENT;
      }
      long word = node.word;
      if (isUsable(stripe, node, word, false)) {
        return word == Word.ENDLESS
            ? TimeToLive.Endless.ENDLESS
            : new TimeToLive.Ends(Word.instant(Word.deadline(word)));
      }
    }
  }

  @Override
  public @Nullable V getAndTouch(K key, Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    int hash = hash(Objects.requireNonNull(key, "key"));
    long wanted = lifetime.deadline(clock);
    boolean atOnce = lifetime.isPast(clock);
    Stripe stripe = stripe(hash);
    while (true) {
      Node node = stripe.find(key, hash);
      if (node == null) {
        return null;
      }
      long word = node.word;
      if (!isUsable(stripe, node, word, false)) {
        continue;
      }
      if (atOnce) {
        Object value = node.value;
        if (value != null && expire(stripe, node, word, wanted)) {
          return (V) value;
        }
        continue;
      }
      stripe.lock();
      try {
        Object value = node.value;
        long deadline = wanted == Word.KEEP ? Word.deadline(word) : wanted;
        if (value != null && stripe.writeDeadline(node, word, deadline)) {
          return (V) value;
        }
      } finally {
        stripe.unlock();
      }
    }
  }

  /**
   * Whether a node with that word may be worked on: live, and nobody else's. If not, mends what can
   * be mended.
   */
  private boolean isUsable(Stripe stripe, Node node, long word, boolean clockWasRead) {
    if (word == Word.DEAD) {
      return false;
    }
    if (Word.isClaimed(word)) {
      stripe.awaitLock();
      return false;
    }
    long deadline = Word.deadline(word);
    if (deadline != Word.NO_DEADLINE
        && !(clockWasRead && clock.isFarAhead(deadline))
        && clock.hasPassed(deadline)) {
      expire(stripe, node, word);
      return false;
    }
    return true;
  }

  // ---- writing

  @Override
  public @Nullable V put(K key, V value, Duration timeToLive) {
    Objects.requireNonNull(timeToLive, "timeToLive");
    requireBoth(key, value);
    return (V) set(key, value, Lifetime.of(timeToLive), Only.ALWAYS, null);
  }

  @Override
  public @Nullable V put(K key, V value, Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    requireBoth(key, value);
    return (V) set(key, value, lifetime, Only.ALWAYS, null);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value, Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    requireBoth(key, value);
    return (V) set(key, value, lifetime, Only.IF_ABSENT, null);
  }

  @Override
  public @Nullable V replace(K key, V value, Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    requireBoth(key, value);
    return (V) set(key, value, lifetime, Only.IF_PRESENT, null);
  }

  @Override
  public boolean replace(K key, V expected, V value, Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    requireBoth(key, value);
    Objects.requireNonNull(expected, "expected");
    // A lifetime that is over is an error whether or not the value is the expected one.
    lifetime.futureDeadline(clock);
    while (true) {
      Object present = read(key);
      if (present == null || !expected.equals(present)) {
        return false;
      }
      Object answer = set(key, value, lifetime, Only.IF_SAME, present);
      if (answer != MISMATCH) {
        return true;
      }
    }
  }

  private static void requireBoth(@Nullable Object key, @Nullable Object value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }

  /**
   * Sets a value if the key is as wanted.
   *
   * @return the live value before, or null; {@link #MISMATCH} if the live value, or its absence, is
   *     not the expected one
   */
  private @Nullable Object set(
      Object key, Object value, Lifetime lifetime, Only only, @Nullable Object expected) {
    int hash = hash(key);
    Stripe stripe = stripe(hash);
    long deadline = Word.DEAD;
    boolean clockWasRead = false;
    Node fresh = null;
    while (true) {
      int inserts = stripe.inserts();
      int resizes = stripe.resizes();
      Node head = stripe.head(hash);
      if (deadline == Word.DEAD) {
        deadline = lifetime.futureDeadline(clock);
        // Whoever gives an end has just read the clock, to find or to judge it.
        clockWasRead = deadline != Word.KEEP && deadline != Word.NO_DEADLINE;
      }
      Node node = stripe.find(key, hash, resizes, head);
      if (node == null) {
        if (only == Only.IF_PRESENT) {
          return null;
        }
        if (only == Only.IF_SAME) {
          return MISMATCH;
        }
        long end = deadline == Word.KEEP ? Word.NO_DEADLINE : deadline;
        if (fresh == null) {
          fresh = new Node(hash, key, value, Word.of(end));
        }
        if (stripe.insertAfter(inserts, fresh, end)) {
          return null;
        }
        continue;
      }
      long word = node.word;
      if (!isUsable(stripe, node, word, clockWasRead)) {
        continue;
      }
      if (only == Only.IF_ABSENT) {
        Object present = node.value;
        if (node.word == word && present != null) {
          return present;
        }
        continue;
      }
      stripe.lock();
      try {
        Object present = node.value;
        if (node.word != word || present == null) {
          continue;
        }
        if (only == Only.IF_SAME && present != expected) {
          return MISMATCH;
        }
        if (stripe.write(node, word, value, deadline)) {
          return present;
        }
      } finally {
        stripe.unlock();
      }
    }
  }

  @Override
  public @Nullable V compute(
      K key,
      BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function,
      Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(function, "function");
    while (true) {
      V present = (V) read(key);
      V wanted = function.apply(key, present);
      if (install(key, present, wanted, lifetime)) {
        return wanted;
      }
    }
  }

  /**
   * Sets or removes, if the value still is the very one that was seen; else does nothing and says
   * false.
   */
  private boolean install(K key, @Nullable V present, @Nullable V wanted, Lifetime lifetime) {
    if (wanted == null) {
      return present == null || take(key, present, true) != null;
    }
    if (present == null) {
      return set(key, wanted, lifetime, Only.IF_ABSENT, null) == null;
    }
    return set(key, wanted, lifetime, Only.IF_SAME, present) != MISMATCH;
  }

  @Override
  public @Nullable V computeIfAbsent(
      K key, Function<? super K, ? extends @Nullable V> function, Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    Objects.requireNonNull(function, "function");
    V present = (V) read(Objects.requireNonNull(key, "key"));
    if (present != null) {
      return present;
    }
    V wanted = function.apply(key);
    if (wanted == null) {
      return null;
    }
    V earlier = putIfAbsent(key, wanted, lifetime);
    return earlier == null ? wanted : earlier;
  }

  @Override
  public @Nullable V merge(
      K key,
      V value,
      BiFunction<? super V, ? super V, ? extends @Nullable V> function,
      Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    requireBoth(key, value);
    Objects.requireNonNull(function, "function");
    while (true) {
      V present = (V) read(key);
      V wanted = present == null ? value : function.apply(present, value);
      if (install(key, present, wanted, lifetime)) {
        return wanted;
      }
    }
  }

  @Override
  public @Nullable V remove(K key) {
    return (V) take(Objects.requireNonNull(key, "key"), null, false);
  }

  @Override
  public boolean remove(K key, V value) {
    requireBoth(key, value);
    while (true) {
      Object present = read(key);
      if (present == null || !value.equals(present)) {
        return false;
      }
      if (take(key, present, true) != null) {
        return true;
      }
    }
  }

  /**
   * Removes a live key, if asked only while its value is that very object; gives the value or null.
   */
  private @Nullable Object take(Object key, @Nullable Object expected, boolean onlyIfSame) {
    int hash = hash(key);
    Stripe stripe = stripe(hash);
    while (true) {
      Node node = stripe.find(key, hash);
      if (node == null) {
        return null;
      }
      long word = node.word;
      if (!isUsable(stripe, node, word, false)) {
        continue;
      }
      stripe.lock();
      try {
        Object present = node.value;
        if (node.word != word || present == null) {
          continue;
        }
        if (onlyIfSame && present != expected) {
          return null;
        }
        if (stripe.remove(node, word)) {
          return present;
        }
      } finally {
        stripe.unlock();
      }
    }
  }

  /** Removes exactly this node. */
  boolean removeNode(Node node) {
    Stripe stripe = stripe(node.hash);
    stripe.lock();
    try {
      while (true) {
        long word = node.word;
        if (word == Word.DEAD) {
          return false;
        }
        if (stripe.remove(node, word)) {
          return true;
        }
      }
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public void clear() {
    for (int i = 0; i < stripes.length; i++) {
      int bucket = 0;
      do {
        bucket = clearSome(i, bucket);
        letOthersIn(stripes[i]);
      } while (bucket != 0);
    }
  }

  /** A step of clearing a stripe: {@link Stripe#clearSome}. */
  int clearSome(int index, int bucket) {
    Stripe stripe = stripes[index];
    stripe.lock();
    try {
      return stripe.clearSome(bucket);
    } finally {
      stripe.unlock();
    }
  }

  /** Whoever waits for a lock would not get it from somebody who takes it again at once. */
  private void letOthersIn(Stripe stripe) {
    if (stripe.isWanted()) {
      LockSupport.parkNanos(this, 1);
    }
  }

  // ---- time to live

  @Override
  public boolean expire(K key, Duration timeToLive, ExpireCondition condition) {
    Objects.requireNonNull(timeToLive, "timeToLive");
    Objects.requireNonNull(key, "key");
    boolean atOnce = timeToLive.isNegative() || timeToLive.isZero();
    return limit(key, clock.deadlineAfter(timeToLive), atOnce, condition);
  }

  @Override
  public boolean expireAt(K key, Instant deadline, ExpireCondition condition) {
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(key, "key");
    long wanted = clock.deadlineAt(deadline);
    return limit(key, wanted, clock.hasReached(deadline), condition);
  }

  private boolean limit(Object key, long wanted, boolean atOnce, ExpireCondition condition) {
    Objects.requireNonNull(condition, "condition");
    int hash = hash(key);
    Stripe stripe = stripe(hash);
    while (true) {
      Node node = stripe.find(key, hash);
      if (node == null) {
        return false;
      }
      long word = node.word;
      if (!isUsable(stripe, node, word, true)) {
        continue;
      }
      long present = Word.deadline(word);
      if (!condition.holds(present, wanted)) {
        return false;
      }
      if (atOnce) {
        if (expire(stripe, node, word, wanted)) {
          return true;
        }
      } else if (present != Word.NO_DEADLINE && wanted >= present) {
        // The wheel looks at the node early enough, and files it anew then: no lock.
        if (node.compareAndSetWord(word, Word.of(wanted))) {
          return true;
        }
      } else {
        stripe.lock();
        try {
          if (stripe.writeDeadline(node, word, wanted)) {
            return true;
          }
        } finally {
          stripe.unlock();
        }
      }
    }
  }

  @Override
  public boolean persist(K key) {
    int hash = hash(Objects.requireNonNull(key, "key"));
    Stripe stripe = stripe(hash);
    while (true) {
      Node node = stripe.find(key, hash);
      if (node == null) {
        return false;
      }
      long word = node.word;
      if (word == Word.ENDLESS) {
        return false;
      }
      if (isUsable(stripe, node, word, false) && node.compareAndSetWord(word, Word.ENDLESS)) {
        return true;
      }
    }
  }

  // ---- looking over the whole

  @Override
  public ScanPage<K> scan(ScanCursor cursor, int count) {
    Objects.requireNonNull(cursor, "cursor");
    if (count <= 0) {
      throw new IllegalArgumentException("A page must be for more than zero keys, not " + count);
    }
    int index = (int) (cursor.position() >>> Integer.SIZE);
    int bucket = (int) cursor.position();
    if (index < 0 || index >= stripes.length) {
      throw new IllegalArgumentException(cursor + " is finished or not of this store");
    }
    List<K> keys = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    int patience = (int) Math.min(10L * count, Integer.MAX_VALUE);
    while (index < stripes.length && keys.size() < count && patience > 0) {
      Stripe stripe = stripes[index];
      nodes.clear();
      int batch = Math.min(Batch.SIZE, count - keys.size());
      stripe.lock();
      try {
        bucket = stripe.scan(bucket, batch, Math.min(patience, 4 * Batch.SIZE), nodes);
      } finally {
        stripe.unlock();
      }
      patience -= 4 * Batch.SIZE;
      for (Node node : nodes) {
        Object key = node.key;
        if (key != null && isLive(stripe, node)) {
          keys.add((K) key);
        }
      }
      if (bucket == 0) {
        index++;
      }
    }
    ScanCursor next =
        index == stripes.length
            ? ScanCursor.END
            : new ScanCursor((long) index << Integer.SIZE | Integer.toUnsignedLong(bucket));
    return new ScanPage<>(keys, next);
  }

  @Override
  public Optional<K> randomKey(RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    for (int tries = 0; tries < 2 * USUAL_STRIPES; tries++) {
      Stripe stripe = stripes[random.nextInt(stripes.length)];
      Node node = stripe.peek(random.nextInt());
      Object key = node == null ? null : node.key;
      if (node != null && key != null && isLive(stripe, node)) {
        return Optional.of((K) key);
      }
    }
    int start = random.nextInt(stripes.length);
    for (int i = 0; i < stripes.length; i++) {
      int index = (start + i) & (stripes.length - 1);
      List<Node> nodes = nodes(index);
      int first = nodes.isEmpty() ? 0 : random.nextInt(nodes.size());
      for (int j = 0; j < nodes.size(); j++) {
        Node node = nodes.get((first + j) % nodes.size());
        Object key = node.key;
        if (key != null && isLive(stripes[index], node)) {
          return Optional.of((K) key);
        }
      }
    }
    return Optional.empty();
  }

  int stripeCount() {
    return stripes.length;
  }

  /** The nodes of a stripe, step by step. */
  NodeWalk walk(int index) {
    return new NodeWalk(stripes[index]);
  }

  /**
   * The nodes of a stripe that are not dead, each once: all that are there meanwhile, and maybe
   * some that come or go.
   */
  List<Node> nodes(int index) {
    Stripe stripe = stripes[index];
    if (stripe.held() == 0) {
      return List.of();
    }
    NodeWalk walk = walk(index);
    while (walk.goOn()) {
      letOthersIn(stripe);
    }
    return walk.nodes();
  }

  boolean isLive(Node node) {
    return isLive(stripe(node.hash), node);
  }

  @Override
  public long size() {
    long sum = 0;
    for (Stripe stripe : stripes) {
      sum += stripe.held();
    }
    return Math.max(0, sum);
  }

  @Override
  public long liveSize() {
    long now = clock.now();
    long sum = 0;
    for (int i = 0; i < stripes.length; i++) {
      if (stripes[i].due() > now) {
        sum += stripes[i].held();
      } else {
        for (Node node : nodes(i)) {
          long word = node.word;
          if (word != Word.DEAD && Word.deadline(word) > now) {
            sum++;
          }
        }
      }
    }
    return Math.max(0, sum);
  }

  @Override
  public ConcurrentMap<K, V> asMap() {
    return new MapView<>(this, Lifetime.endless(), Lifetime.kept());
  }

  @Override
  public ConcurrentMap<K, V> asMap(Lifetime lifetime) {
    Objects.requireNonNull(lifetime, "lifetime");
    return new MapView<>(this, lifetime, lifetime);
  }

  @Override
  public ExpiryStats stats() {
    long held = size();
    return new ExpiryStats(
        hits == null ? OptionalLong.empty() : OptionalLong.of(hits.sum()),
        misses == null ? OptionalLong.empty() : OptionalLong.of(misses.sum()),
        passive.sum(),
        drains.expiredActively(),
        drains.expiredByFlush(),
        held,
        Math.max(0, held - liveSize()),
        drains.cycles(),
        drains.cyclesOutOfBudget(),
        drains.flushes(),
        notifier.failures(),
        clock.heldBack());
  }

  // ---- removing what has expired

  @Override
  public CycleReport expireDue() {
    return drains.cycle(drains.slowBudget());
  }

  @Override
  public CycleReport expireDue(Duration budget) {
    Objects.requireNonNull(budget, "budget");
    return drains.cycle(budget);
  }

  @Override
  public FlushReport flushExpired(FlushObserver observer) {
    return drains.flush(Objects.requireNonNull(observer, "observer"));
  }

  // ---- keeping it beyond the process

  @Override
  public long snapshot(OutputStream out, SnapshotCodec<K> keys, SnapshotCodec<V> values)
      throws IOException {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    SnapshotWriter<K, V> writer = new SnapshotWriter<>(out, keys, values, clock.now());
    for (int i = 0; i < stripes.length; i++) {
      for (Node node : nodes(i)) {
        while (true) {
          long word = node.word;
          Object key = node.key;
          Object value = node.value;
          if (word == Word.DEAD) {
            break;
          }
          if (!Word.isClaimed(word) && node.word == word && key != null && value != null) {
            writer.add((K) key, (V) value, Word.deadline(word));
            break;
          }
          stripes[i].awaitLock();
        }
      }
    }
    return writer.finish();
  }

  @Override
  public long restore(InputStream in, SnapshotCodec<K> keys, SnapshotCodec<V> values)
      throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    if (size() != 0) {
      throw new IllegalStateException("A snapshot is restored into an empty store only");
    }
    SnapshotReader<K, V> reader = SnapshotReader.read(in, keys, values);
    // The keys' own code runs before anything changes.
    List<Node> nodes = new ArrayList<>(reader.entries().size());
    for (SnapshotReader.Entry<K, V> each : reader.entries()) {
      nodes.add(new Node(hash(each.key()), each.key(), each.value(), Word.of(each.deadline())));
    }
    clock.raise(reader.takenAt());
    long loaded = 0;
    for (Node node : nodes) {
      loaded += load(node) ? 1 : 0;
    }
    return loaded;
  }

  /** Adds a node, live or expired, unless somebody was quicker with its key. */
  private boolean load(Node node) {
    Stripe stripe = stripe(node.hash);
    Object key = Objects.requireNonNull(node.key);
    while (true) {
      int inserts = stripe.inserts();
      if (stripe.find(key, node.hash) != null) {
        return false;
      }
      if (stripe.insertAfter(inserts, node, Word.deadline(node.word))) {
        return true;
      }
    }
  }

  @Override
  public void close() {
    if (ticker != null) {
      ticker.stop();
    }
    if (activeExpiry != null) {
      activeExpiry.stop();
    }
  }

  @Override
  public String toString() {
    return "KeyExpiryStore[" + size() + " held]";
  }

  /** Checks everything that must hold while nobody is at work; for tests. */
  void validate() {
    for (Stripe stripe : stripes) {
      stripe.lock();
      try {
        stripe.validate();
      } finally {
        stripe.unlock();
      }
    }
  }
}
