package dev.reprieve.verification.expiry;

import java.util.List;

/** Faults that a map with deadlines may have, one rule or one trap each. */
final class StoreMutants {
  private StoreMutants() {}

  static List<StoreMutant> all() {
    return List.of(
        // KEY-01, KEY-13: when a key is expired
        StoreMutant.of(
            "a key lives on at its deadline",
            "KeyExpiryStoreTest#aKeyIsExpiredFromItsDeadlineOn",
            "StoreClock",
            "return deadline <= floor || (precision == ClockPrecision.MICROSECOND"
                + " && deadline <= now());",
            "return deadline < floor || (precision == ClockPrecision.MICROSECOND"
                + " && deadline < now());"),
        StoreMutant.of(
            "a key dies a microsecond early",
            "KeyExpiryStoreTest#aDeadlineWithinAMillisecondIsKeptToTheMicrosecond",
            "StoreClock",
            "precision == ClockPrecision.MICROSECOND && deadline <= now()",
            "precision == ClockPrecision.MICROSECOND && deadline <= now() + 1"),
        StoreMutant.of(
            "a key lives for the rest of its last millisecond",
            "KeyExpiryStoreTest#aDeadlineWithinAMillisecondIsKeptToTheMicrosecond",
            "StoreClock",
            "return deadline <= floor || (precision == ClockPrecision.MICROSECOND"
                + " && deadline <= now());",
            "return deadline <= floor;"),
        StoreMutant.of(
            "a read does not ask the clock",
            "TickerTest#whereverABusyReaderIsStoppedItsNextReadIsOfTheNewTime",
            "StripedStore",
            "long floor = clock.floor();",
            "long floor = 0;"),
        StoreMutant.of(
            "the store's clock goes back with the host's",
            "SnapshotTest#whatWasExpiredStaysExpiredUnderAnEarlierClock",
            "StoreClock",
            "if (reading <= known) { return known; }",
            "if (reading <= known) { return reading; }"),
        StoreMutant.of(
            "a read shows what is expired and held",
            "KeyExpiryStoreTest#noReadShowsAnExpiredKey",
            "StripedStore",
            "if (key != null && isLive(stripe, node)) { keys.add((K) key); }",
            "if (key != null) { keys.add((K) key); }"),
        // KEY-02: the access that finds it
        StoreMutant.of(
            "an access leaves what it found expired",
            "KeyExpiryStoreTest#theAccessThatFindsAnExpiredKeyRemovesIt",
            "StripedStore",
            "if (clock.hasPassed(Word.deadline(word), floor)) {"
                + " if (Word.isClaimed(word) || expire(stripe, node, word)) { return null; }",
            "if (clock.hasPassed(Word.deadline(word), floor)) {"
                + " if (word != Word.DEAD) { return null; }"),
        // KEY-03, KEY-04: the wheel, cycles, flush
        StoreMutant.of(
            "what is in the slot in which the wheel arrives is lost",
            "ActiveExpiryTest#aCycleRemovesAllThatIsDueWithoutAReader",
            "Wheel",
            "while (tail != null) { pendingEntries += tail.size;",
            "while (tail != null && slot != last) { pendingEntries += tail.size;"),
        StoreMutant.of(
            "what is in the last slot of a level is lost",
            "FlushTest#oneCallLeavesNoExpiredKeyWhateverTheirShare",
            "Wheel",
            "while (tail != null) { pendingEntries += tail.size;",
            "while (tail != null && slot < SLOTS - 1) { pendingEntries += tail.size;"),
        StoreMutant.of(
            "a key that was moved later is not filed anew",
            "FlushTest#aKeyThatWasExtendedGoesAtItsNewDeadline",
            "Stripe",
            "if (word != Word.DEAD && Word.deadline(word) != Word.NO_DEADLINE) {"
                + " wheel.file(node, Word.deadline(word)); }",
            "if (word == Word.ENDLESS) { wheel.file(node, Word.deadline(word)); }"),
        StoreMutant.of(
            "a key that was moved earlier stays where it was filed",
            "FlushTest#aKeyThatWasShortenedGoesAtItsNewDeadline",
            "Wheel",
            "return start <= Math.max(tick(deadline), cursor);",
            "return start > Long.MIN_VALUE;"),
        StoreMutant.of(
            "stale entries stay in the wheel",
            "ChurnTest#oneKeyMovedAMillionTimesFillsNothing",
            "Stripe",
            "if (!wheel.isCompacting() && wheel.filedEntries() > 2 * held + STALE_ENTRIES) {",
            "if (wheel.filedEntries() < 0) {"),
        StoreMutant.of(
            "an entry that counts is dropped with the stale ones",
            "WheelTest#whatIsDeadOrWithoutDeadlineOrFiledElsewhereGoesAndTheRestStays",
            "Wheel",
            "if (filed == Node.UNFILED || (filed & Node.BUCKET) != id) {",
            "if (filed == Node.UNFILED || filed != id) {"),
        StoreMutant.of(
            "a second entry in the same slot is never dropped",
            "WheelTest#ofManyEntriesOfANodeInOneSlotOneStays",
            "Wheel",
            "return filed != node.filed;",
            "return true;"),
        // growing and shrinking
        StoreMutant.of(
            "growing hides the keys of the upper half",
            "ResizingTest#everyKeyIsFoundAtEveryStepOfGrowing",
            "Chains",
            "SLOT.setRelease(slots, pair + half, upperHead);",
            "SLOT.setRelease(slots, pair + half, lowerHead);"),
        StoreMutant.of(
            "a key put while the store grows is in one of two joint buckets",
            "ResizingTest#everyKeyIsFoundAtEveryStepOfGrowing",
            "Chains",
            "if (jointFrom <= pair && pair < jointTo) { SLOT.setRelease",
            "if (jointFrom < pair && pair < 0) { SLOT.setRelease"),
        StoreMutant.of(
            "shrinking hides the keys of the upper half",
            "ResizingTest#aFlushThatLeavesLittleShrinksInSmallStepsBetweenWhichOthersReadAndWrite",
            "Chains",
            "last.setNext(upper);",
            "last.setNext(null);"),
        StoreMutant.of(
            "a flush shrinks a stripe in one go",
            "ResizingTest#aFlushThatLeavesLittleShrinksInSmallStepsBetweenWhichOthersReadAndWrite",
            "Chains",
            "for (int left = pairs; left > 0; left--) {",
            "for (int left = 1 << 20; left > 0; left--) {"),
        StoreMutant.of(
            "a chain that is parted ends in a circle",
            "ResizingTest#everyKeyIsFoundAtEveryStepOfGrowing",
            "Chains",
            "if (upper != null) { follow(upper, null); }",
            "if (upper != null) { follow(upper, lowerHead); }"),
        StoreMutant.of(
            "a flush stops at a thousand",
            "FlushTest#oneCallLeavesNoExpiredKeyWhateverTheirShare",
            "Drains",
            "if (finished) {",
            "if (finished || batch.removed >= 1000) {"),
        StoreMutant.of(
            "a flush cannot be cancelled",
            "FlushTest#itsObserverSeesProgressAndMayCancel",
            "Drains",
            "complete = observer.onProgress(",
            "complete |= observer.onProgress("),
        StoreMutant.of(
            "a flush looks at everything",
            "FlushTest#whatIsNotDueIsNotEvenLookedAt",
            "Wheel",
            "long to = Math.max(tick(now), cursor);",
            "long to = Math.max(tick(now), cursor) + 10_000_000;"),
        StoreMutant.of(
            "a removal is counted twice",
            "KeyExpiryStoreTest#anIteratorRemovesTheEntryThatItShowedAndNoOther",
            "Stripe",
            "void unlinkDead(Node node) { adoptOrphans(); HELD.setRelease(this, held - 1);",
            "void unlinkDead(Node node) { adoptOrphans(); HELD.setRelease(this, held - 2);"),
        StoreMutant.of(
            "an expiry by flush is counted twice",
            "FlushTest#oneCallLeavesNoExpiredKeyWhateverTheirShare",
            "Stripe",
            "batch.removed += killed;",
            "batch.removed += 2 * killed;"),
        StoreMutant.of(
            "a cycle has no budget",
            "ActiveExpiryTest#aCycleStopsWhenItsBudgetIsSpent",
            "Drains",
            "if (seen > 0 && stopwatch.getAsLong() - start >= nanos) {",
            "if (seen < 0 && stopwatch.getAsLong() - start >= nanos) {"),
        StoreMutant.of(
                "a lock is held for as long as there is something to remove",
                "ActiveExpiryTest#aCycleWithoutBudgetDoesABatchSaysSoAndStarvesNoPart",
                "Stripe",
                "int taken = wheel.takePending(nodes);",
                "nodes = new Node[1 << 16]; batch.examined++;"
                    + " int taken = wheel.takePending(nodes);")
            .and("Stripe", "long[] words = batch.words;", "long[] words = new long[1 << 16];"),
        // KEY-05: times to live
        StoreMutant.of(
            "an end is rounded down",
            "KeyExpiryStoreTest#anEndIsRoundedUpToTheMicrosecond",
            "Word",
            "return second * MICROS + (nano + 999) / 1000;",
            "return second * MICROS + nano / 1000;"),
        StoreMutant.of(
            "a time to live of zero is put",
            "KeyExpiryStoreTest#putWithATimeToLiveThatIsOverIsAnErrorAndChangesNothing",
            "Lifetime",
            "if (span.isNegative() || span.isZero()) {",
            "if (span.isNegative()) {"),
        StoreMutant.of(
            "a time to live that is too long wraps round",
            "KeyExpiryStoreTest#aTimeToLiveBeyondWhatCanBeRepresentedIsAnErrorAndChangesNothing",
            "Word",
            "if (second < EARLIEST / MICROS || second > LATEST / MICROS - 3) {",
            "if (second < EARLIEST / MICROS) {"),
        StoreMutant.of(
            "a put without time to live keeps the old one",
            "KeyExpiryStoreTest#putWithoutTimeToLiveClearsIt",
            "Stripe",
            "long wanted = deadline == Word.KEEP ? old : deadline;",
            "long wanted = deadline == Word.KEEP || deadline == Word.NO_DEADLINE ? old : deadline;"),
        StoreMutant.of(
            "an extension revives what is expired",
            "KeyExpiryStoreTest#extendingAnExpiredKeyThatIsHeldDoesNotReviveIt",
            "StripedStore",
            "if (!isUsable(stripe, node, word, true)) {",
            "if (word == Word.DEAD) {"),
        StoreMutant.of(
            "a key without end is earlier than any other, to GT",
            "RedisRowsTest#row29LaterOnAKeyWithoutDeadline",
            "ExpireCondition",
            "case LATER -> !endless && wanted > present;",
            "case LATER -> endless || wanted > present;"),
        StoreMutant.of(
            "a key without end is earlier than any other, to LT",
            "RedisRowsTest#row32EarlierOnAKeyWithoutDeadline",
            "ExpireCondition",
            "case EARLIER -> endless || wanted < present;",
            "case EARLIER -> !endless && wanted < present;"),
        StoreMutant.of(
            "GT holds of the same deadline",
            "KeyExpiryStoreTest#conditionsOfExpire",
            "ExpireCondition",
            "case LATER -> !endless && wanted > present;",
            "case LATER -> !endless && wanted >= present;"),
        // KEY-06: looking over the whole
        StoreMutant.of(
            "a scan takes buckets in their order, which growth changes",
            "KeyExpiryStoreTest#aScanFindsWhatStaysWhileTheStoreGrowsAndShrinks",
            "Chains",
            "next = Integer.reverse(Integer.reverse(next | ~mask) + 1);",
            "next = next + 1 & mask;"),
        StoreMutant.of(
            "an iterator removes whatever the key now has",
            "KeyExpiryStoreTest#anIteratorRemovesTheEntryThatItShowedAndNoOther",
            "MapView",
            "store.removeNode(last.node);",
            "store.remove(last.getKey());"),
        // KEY-07: who hears of it
        StoreMutant.of(
            "an expiry is told twice",
            "FlushTest#aFlushMayBeToldAsASummary",
            "Batch",
            "dead.clear();",
            ""),
        StoreMutant.of(
            "a listener is called under the lock",
            "ListenerTest#noneIsCalledUnderALock",
            "Drains",
            "finished = stripe.drain(now, batch);",
            "finished = stripe.drain(now, batch);"
                + " notifier.tell(batch.handOver(), ExpiryWay.FLUSH);"),
        StoreMutant.of(
            "a listener's error reaches the reader",
            "ListenerTest#oneThatThrowsHarmsNothing",
            "Notifier",
            "} catch (Throwable failure) {",
            "} catch (IllegalStateException failure) {"),
        StoreMutant.of(
            "an executor that refuses loses the event",
            "ListenerTest#anExecutorThatRefusesLosesNoEventAndTellsNoneTwice",
            "Notifier",
            "this thread does it\", refused); once.run();",
            "this thread does it\", refused);"),
        StoreMutant.of(
            "an expiry that an access causes is told to nobody",
            "KeyExpiryStoreTest#expireWithATimeToLiveThatIsOverExpiresAtOnce",
            "StripedStore",
            "notifier.tell(batch.handOver(), ExpiryWay.PASSIVE);",
            ""),
        // writers that meet
        StoreMutant.of(
            "a key that came meanwhile is inserted once more",
            "HostileKeyTest#anEqualsThatPutsTheVeryKeyMeanwhileLeavesItThereOnce",
            "Stripe",
            "if (this.inserts != inserts) { return false; }",
            "if (this.inserts < inserts) { return false; }"),
        // snapshots
        StoreMutant.of(
            "a snapshot shortens what is left to a key",
            "SnapshotTest#deadlinesAreAbsoluteAndSurvive",
            "SnapshotWriter",
            "deadline == Word.NO_DEADLINE ? SnapshotFormat.NO_DEADLINE : deadline",
            "deadline == Word.NO_DEADLINE ? SnapshotFormat.NO_DEADLINE : deadline / 1000 * 1000"),
        StoreMutant.of(
            "the checksum of a snapshot is not looked at",
            "SnapshotTest#aDamagedOneIsRefusedWhicheverBitIsFlipped",
            "SnapshotReader",
            "if (data.readInt() != expected || count != raws.size()) {",
            "if (data.readInt() + (long) expected == Long.MAX_VALUE || count != raws.size()) {"),
        StoreMutant.of(
            "a truncated snapshot counts for as much as there is of it",
            "SnapshotTest#aTruncatedOneIsRefusedAtEveryLengthWithNothingLoaded",
            "SnapshotReader",
            "throw new SnapshotFormatException( \"The snapshot is truncated after entry \""
                + " + raws.size(), truncated);",
            "takenAt = 0;"));
  }
}
