//! Traditional Chinese characters to the simplified ones, for the characters of company names.
//!
//! A table of the characters that the trade's names use (technology, communication, electric, city names); the rest
//! stay as they are, so that an unlisted character can only keep two names apart, never join them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Traditional characters, each at the place of its simplified one in [`SIMPLIFIED`].
const TRADITIONAL: &str = "華為爲興訊無線電氣網絡聯數碼軟體導產術業國際廣東團圖開發達視創資車寶龍雲飛馬長豐麗鴻聲藍鋰銀鐵鋼鑫錫陽陳陸隆雙環瑞馳騰驅鴿鯨齊鄭鄒選遠運進輸輕載輪農論設計許識試詢該語讀變讓豐貝負責貨質費貿賽贊趙趨躍軌軍轉辦邊遞適鏈鏡門閃間關隨險難雜離霧靈靜頂項順須預領頻題額風養館駐驗體鬥魯鮮鳥鳳麥黃點齒書會區衛歐榮儀優傳價億兒內兩冊凱別則剛劃劉動務勝勞協單參員啟園圓圍執場塊塵壓夢夥奮婦媽孫學寧實寫審層島師帶幣幫幹廠廢彙後從復徑態慶憑應戰戲擊擇據擴攝敵斷時晉曉暢術機殺條來極樣構樓標樞權歡歷歸殘氫決減測湯準漢潔潤濟瀾灣災烏煙熱燈爾爭牆狀獨獎現瑪畫異當療監盤眾確礎礦離種稱穩競筆簡節範築簽籌紀約純紙級組細終統經維綠編緣縣總績織續纜罰羅義習聖聞職聽腦臺舊艙艦藝節蘇蘋虛蟲補裝觀規覽觸訂記訓託詞誠誌調談請證譜譯貫貴買賓賢賣賬躲輔釋鈦鈷銅銷鋁錄錢鍵鎮鎖鏗陰際隊階";

/// Their simplified forms, character by character.
const SIMPLIFIED: &str = "华为为兴讯无线电气网络联数码软体导产术业国际广东团图开发达视创资车宝龙云飞马长丰丽鸿声蓝锂银铁钢鑫锡阳陈陆隆双环瑞驰腾驱鸽鲸齐郑邹选远运进输轻载轮农论设计许识试询该语读变让丰贝负责货质费贸赛赞赵趋跃轨军转办边递适链镜门闪间关随险难杂离雾灵静顶项顺须预领频题额风养馆驻验体斗鲁鲜鸟凤麦黄点齿书会区卫欧荣仪优传价亿儿内两册凯别则刚划刘动务胜劳协单参员启园圆围执场块尘压梦伙奋妇妈孙学宁实写审层岛师带币帮干厂废汇后从复径态庆凭应战戏击择据扩摄敌断时晋晓畅术机杀条来极样构楼标枢权欢历归残氢决减测汤准汉洁润济澜湾灾乌烟热灯尔争墙状独奖现玛画异当疗监盘众确础矿离种称稳竞笔简节范筑签筹纪约纯纸级组细终统经维绿编缘县总绩织续缆罚罗义习圣闻职听脑台旧舱舰艺节苏苹虚虫补装观规览触订记训托词诚志调谈请证谱译贯贵买宾贤卖账躲辅释钛钴铜销铝录钱键镇锁铿阴际队阶";

/// Simplified by traditional, read once.
static TABLE: LazyLock<BTreeMap<char, char>> =
    LazyLock::new(|| TRADITIONAL.chars().zip(SIMPLIFIED.chars()).collect());

/// The text with every known traditional character written simplified.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| TABLE.get(&c).copied().unwrap_or(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{SIMPLIFIED, TRADITIONAL, simplified};

    #[test]
    fn the_columns_run_together() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        for (from, to) in [
            ("華為技術有限公司", "华为技术有限公司"),
            ("中興通訊", "中兴通讯"),
            ("烽火通信", "烽火通信"),
            ("隊階", "队阶"),
        ] {
            assert_eq!(simplified(from), to);
        }
    }
}
